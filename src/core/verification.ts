/*
 * Owns the whole judgement of a bundle, for signing and for verifying alike: our own checks, the engine's, then who
 * signed. Returns a VerifiedBundle or throws; there is no third way out.
 */
import { ActionError } from './errors.ts'
import { assertUsage } from './certificate.ts'
import { assertEntry, assertProof, isRekorV2 } from './log-entry.ts'
import { assertPolicy, type Policy } from './policy.ts'
import { assertLogTrusted, type TrustedRoot } from './trusted-root.ts'
import type { Bundle, BundleEngine, MessageDigest, ReadCertificate, SignedTimes, VerifiedBundle } from './types.ts'

/** Verification is all that judging a bundle needs besides the bundle. */
export interface Verification {
  readonly trustedRoot: TrustedRoot
  readonly engine: BundleEngine
  readonly readCertificate: ReadCertificate
  readonly policy: Policy
}

/**
 * verifyBundle checks what a stranger would check who knows only the digest, the trusted root and the signer's exact
 * identity. Throws E_DIGEST_MISMATCH, E_CERT_*, E_REKOR_*, E_TIMESTAMP, E_TIME, E_SIGNATURE, E_BUNDLE_MALFORMED.
 */
export function verifyBundle(bundle: Bundle, digest: MessageDigest, verification: Verification): VerifiedBundle {
  const { trustedRoot, engine, readCertificate, policy } = verification
  assertDigest(bundle, digest)
  const certificate = readCertificate(bundle.certificate)
  assertUsage(certificate)
  for (const entry of bundle.logEntries) {
    assertEntry(entry, { certificate: bundle.certificate, signature: bundle.signature, digest })
    assertProof(entry)
  }
  const times = engine.claimedTimes(bundle)
  for (const entry of bundle.logEntries) assertLogTrusted(trustedRoot, entry, entryTimes(entry.integratedTime, times))
  engine.check(bundle, certificate, digest)
  const signer = assertPolicy(certificate, policy)
  return { ...signer, certificate, logEntries: bundle.logEntries, signedAt: signedAt(times) }
}

/** requireSet throws E_REKOR_SET unless every Rekor v1 entry holds a SET: our own bundles must, others may not. */
export function requireSet(bundle: Bundle): void {
  for (const entry of bundle.logEntries) {
    if (!isRekorV2(entry) && entry.inclusionPromise === undefined) {
      throw new ActionError('E_REKOR_SET', 'Rekor gave an entry without a signed entry timestamp (SET)', {
        fix: 'check the Rekor of the signing config: a v1 log signs every entry at once',
      })
    }
  }
}

function assertDigest(bundle: Bundle, digest: MessageDigest): void {
  const { algorithm, hex } = bundle.messageDigest
  if (algorithm === digest.algorithm && hex === digest.hex) return
  throw new ActionError(
    'E_DIGEST_MISMATCH',
    `digest mismatch: expected ${algorithm}:${hex} got ${digest.algorithm}:${digest.hex}`,
    {
      fix: 'this is not the file that was signed: get file and bundle again from one release',
    },
  )
}

/** An entry with its own signed time answers for that one; an entry of Rekor v2 answers for the timestamps. */
function entryTimes(integratedTime: string | undefined, times: SignedTimes): SignedTimes {
  const own = Number(integratedTime ?? '0') * 1000
  return times.logs.includes(own) ? { logs: [own], timestamps: [] } : { logs: [], timestamps: times.timestamps }
}

function signedAt(times: SignedTimes): number {
  const [first] = times.timestamps.length > 0 ? times.timestamps : times.logs
  if (first === undefined) {
    throw new ActionError('E_TIME', 'Nothing in the bundle says with a signature when it was made', {
      fix: 'have the file signed again, with a timestamp',
    })
  }
  return first
}
