/*
 * Owns who may have signed: exact comparison of a certificate with what the user says. Total and fail-closed: it
 * returns the identity that was accepted, or throws. Must not use regular expressions built from anybody's input.
 */
import { display } from '../shared/display.ts'
import { ActionError, type ErrorCode } from '../shared/errors.ts'
import { extensionValue, soleIdentity, soleIssuer, sourceRepository } from './certificate.ts'
import type { Certificate, Identity, Issuer } from '../types.ts'

/** Policy is who must have signed. */
export interface Policy {
  /** The whole SAN, or, where `ref` is given, what stands in front of its first `@`. */
  readonly identity: string
  /** What stands behind the first `@` of the SAN; a `*` stands for a run of any characters but `/`. */
  readonly ref?: string
  readonly issuer: Issuer
  /** `https://HOST/OWNER/REPO`, compared with the certificate's source repository; undefined accepts only one without. */
  readonly sourceRepository: string | undefined
  /** Further extensions that must be there and equal, by their last number. */
  readonly extensions: readonly { readonly name: string; readonly number: number; readonly value: string }[]
}

/** Signer is who signed, after the policy accepted it. */
export interface Signer {
  readonly identity: Identity
  readonly issuer: Issuer
}

/** assertPolicy throws E_CERT_ISSUER, E_CERT_IDENTITY, E_CERT_REPOSITORY, E_CERT_EXTENSION; returns the accepted signer. */
export function assertPolicy(certificate: Certificate, policy: Policy): Signer {
  const issuer = soleIssuer(certificate)
  if (issuer !== policy.issuer) throw differs('E_CERT_ISSUER', 'issuer', issuer, policy.issuer)
  const identity = soleIdentity(certificate)
  if (!matchesIdentity(identity, policy)) {
    const { identity: workflow, ref } = policy
    throw differs('E_CERT_IDENTITY', 'identity', identity, ref === undefined ? workflow : `${workflow}@${ref}`)
  }
  const repository = sourceRepository(certificate)
  if (repository !== undefined && repository !== policy.sourceRepository) {
    if (policy.sourceRepository === undefined) throw unsaidRepository(repository)
    throw differs('E_CERT_REPOSITORY', 'source repository', repository, policy.sourceRepository)
  }
  for (const { name, number, value } of policy.extensions) {
    const found = extensionValue(certificate, number)
    if (found === undefined) throw unsaidExtension(name, value)
    if (found !== value) throw differs('E_CERT_EXTENSION', name, found, value)
  }
  return { identity, issuer }
}

/** matchesIdentity compares whole texts, and with a `ref` the two sides of the first `@`: refs may hold further ones. */
export function matchesIdentity(identity: string, expected: Pick<Policy, 'identity' | 'ref'>): boolean {
  if (expected.ref === undefined) return identity === expected.identity
  const workflow = `${expected.identity}@`
  return identity.startsWith(workflow) && matchesGlob(identity.slice(workflow.length), expected.ref)
}

/** matchesGlob matches segment by segment, so that a star never crosses a `/`. */
function matchesGlob(text: string, pattern: string): boolean {
  const texts = text.split('/')
  const patterns = pattern.split('/')
  return texts.length === patterns.length && patterns.every((part, index) => matchesSegment(texts[index] ?? '', part))
}

function matchesSegment(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return text === pattern
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  let from = first.length
  const end = text.length - last.length
  for (const middle of rest) {
    const found = text.indexOf(middle, from)
    if (found === -1 || found + middle.length > end) return false
    from = found + middle.length
  }
  return true
}

function unsaidRepository(found: string): ActionError {
  return new ActionError('E_CERT_REPOSITORY', `The source repository is '${display(found)}', and none was expected`, {
    fix: ({ input }) => `say with ${input('repository')} which one it must be: the identity does not`,
  })
}

function unsaidExtension(name: string, expected: string): ActionError {
  return refusal('E_CERT_EXTENSION', `The certificate names no ${name}, and '${display(expected, 1000)}' was expected`)
}

function differs(code: ErrorCode, what: string, found: string, expected: string): ActionError {
  return refusal(code, `The ${what} is '${display(found, 1000)}', not '${display(expected, 1000)}'`)
}

function refusal(code: ErrorCode, message: string): ActionError {
  return new ActionError(code, message, {
    fix: 'if this signer is the right one, correct what you expect; if not, do not use the file',
  })
}
