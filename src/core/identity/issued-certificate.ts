/*
 * Owns what a certificate must be for the run that asked for it. Whether it chains to a trusted Fulcio is checked with the
 * whole bundle, since a chain needs a signed time.
 */
import { extensionNumber, usableUntil, assertUsage, soleIdentity, soleIssuer, refused } from '../bundle/certificate.ts'
import { display } from '../shared/display.ts'
import { type ErrorCode } from '../shared/errors.ts'
import { timeText } from '../shared/format.ts'
import { futureIdentity, futureRepository } from './claims.ts'
import type { Certificate, Job, SigningKey, TokenClaims } from '../types.ts'

/** Milliseconds that Fulcio's clock may be ahead of ours. */
const LEEWAY = 60_000

/** Issuance is what a certificate was asked for. */
export interface Issuance {
  readonly key: SigningKey
  readonly claims: TokenClaims
  readonly job: Job
  /** Milliseconds since the epoch. */
  readonly now: number
}

/**
 * assertIssued throws unless Fulcio gave what was asked for: our key, for code signing, valid now, with an embedded SCT,
 * for the token's identity and issuer, and about this job. E_CERT_KEY, E_CERT_USAGE, E_CERT_TIME, E_CERT_SCT,
 * E_CERT_IDENTITY, E_CERT_ISSUER, E_CERT_EXTENSION.
 */
export function assertIssued(certificate: Certificate, { key, claims, job, now }: Issuance): void {
  if (!certificate.publicKey.equals(key.publicKey)) throw refused('E_CERT_KEY', 'is for another key')
  assertUsage(certificate)
  if (certificate.notBefore > now + LEEWAY || usableUntil(certificate) <= now) {
    const range = `${timeText(certificate.notBefore)} to ${timeText(certificate.notAfter)}`
    throw refused('E_CERT_TIME', `is valid from ${range}, and it is ${timeText(now)}`)
  }
  if (certificate.signedCertificateTimestamps === 0) throw refused('E_CERT_SCT', 'has no signed certificate timestamp')
  same('E_CERT_IDENTITY', 'is for', soleIdentity(certificate), futureIdentity(claims, job))
  same('E_CERT_ISSUER', 'names the issuer', soleIssuer(certificate), claims.issuer)
  const repository = futureRepository(job)
  const run = `${repository}/actions/runs/${job.runId}/attempts/${String(job.runAttempt)}`
  const facts = [
    [extensionNumber.sourceRepository, repository],
    [extensionNumber.sourceDigest, job.sha],
    [extensionNumber.runInvocation, run],
  ] as const
  for (const [number, expected] of facts) {
    const found = certificate.extensions[number]
    // A private Fulcio may be set up without GitHub's extensions: then there is nothing to compare.
    if (found !== undefined) same('E_CERT_EXTENSION', `says in extension ${String(number)}`, found, expected)
  }
}

function same(code: ErrorCode, what: string, found: string, expected: string): void {
  if (found !== expected)
    throw refused(code, `${what} '${display(found, 1000)}' instead of '${display(expected, 1000)}'`)
}
