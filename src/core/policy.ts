/*
 * Owns who may have signed: exact comparison of a certificate with what the user says. Total and fail-closed: it
 * returns the identity that was accepted, or throws. Must not use regular expressions built from anybody's input.
 */
import { ActionError, type ErrorCode } from './errors.ts'
import { extensionNumber, soleIdentity, soleIssuer, sourceRepository } from './certificate.ts'
import { display } from './display.ts'
import type { Certificate, Identity, Issuer } from './types.ts'

/** Policy is who must have signed. */
export interface Policy {
  /** The whole SAN; a `*` counts as a star only behind the first `@`, where it stands for anything but `/`. */
  readonly identity: string
  readonly issuer: Issuer
  /** `https://HOST/OWNER/REPO`, compared with the certificate's source repository where it names one. */
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
  if (!matchesIdentity(identity, policy.identity)) {
    throw differs('E_CERT_IDENTITY', 'identity', identity, policy.identity)
  }
  const repository = sourceRepository(certificate)
  if (policy.sourceRepository !== undefined && repository !== undefined && repository !== policy.sourceRepository) {
    throw differs('E_CERT_REPOSITORY', 'source repository', repository, policy.sourceRepository)
  }
  for (const { name, number, value } of policy.extensions) {
    const found = certificate.extensions[number]
    if (found !== value) throw differs('E_CERT_EXTENSION', name, found ?? 'nothing', value)
  }
  return { identity, issuer }
}

/** matchesIdentity compares whole texts; a star behind the first `@` of `expected` stands for a run without `/`. */
export function matchesIdentity(identity: string, expected: string): boolean {
  const at = expected.indexOf('@') + 1
  if (at === 0 || !expected.includes('*', at)) return identity === expected
  return identity.startsWith(expected.slice(0, at)) && matchesGlob(identity.slice(at), expected.slice(at))
}

/** matchesGlob matches segment by segment, so that a star never crosses a `/`. */
export function matchesGlob(text: string, pattern: string): boolean {
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

/** sourceRef returns the ref of the source repository that the certificate names, for reports. */
export function sourceRef(certificate: Certificate): string | undefined {
  return certificate.extensions[extensionNumber.sourceRef]
}

function differs(code: ErrorCode, what: string, found: string, expected: string): ActionError {
  return new ActionError(code, `The ${what} is '${display(found, 1000)}', not '${display(expected, 1000)}'`, {
    fix: 'if this signer is the right one, correct what you expect; if not, do not use the file',
  })
}
