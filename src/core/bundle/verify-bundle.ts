/*
 * Owns the whole judgement of a bundle, for signing and for verifying alike: our own checks, the engine's, then who
 * signed. Returns a VerifiedBundle or throws; there is no third way out.
 */
import { ActionError } from '../shared/errors.ts'
import { parseBundle } from './bundle.ts'
import { assertKeyType, assertUsage } from './certificate.ts'
import { assertEntry, assertProof, assertSameTree } from './log-entry.ts'
import { assertPolicy, type Policy } from './policy.ts'
import { assertLogTrusted } from './trusted-root.ts'
import type {
  Bundle,
  CheckedBundle,
  DigestedMessage,
  LogEntry,
  LogEntryFacts,
  MessageDigest,
  Sha256,
  SignedTimes,
  Trusted,
  VerifiedBundle,
} from '../types.ts'

/**
 * verifyBundle checks what a stranger would check who knows only the digest, the trusted root and the signer's exact
 * identity. Throws what checkBundle throws, and E_CERT_ISSUER, E_CERT_IDENTITY, E_CERT_REPOSITORY, E_CERT_EXTENSION.
 */
export function verifyBundle(
  bundle: Bundle,
  message: DigestedMessage,
  trusted: Trusted,
  policy: Policy,
): VerifiedBundle {
  const checked = checkBundle(bundle, message, trusted)
  return { ...checked, ...assertPolicy(checked.certificate, policy) }
}

/** isVerified tells whether the text of a bundle passes verifyBundle for a SHA-256 digest. */
export function isVerified(bundleText: string, sha256: Sha256, trusted: Trusted, policy: Policy): boolean {
  try {
    verifyBundle(parseBundle(bundleText), { algorithm: 'sha256', hex: sha256 }, trusted, policy)
    return true
  } catch (error) {
    if (error instanceof ActionError) return false
    throw error
  }
}

/**
 * checkBundle checks everything but who signed: what it returns says whom the bundle names, and accepts nobody. Throws
 * E_DIGEST_MISMATCH, E_CERT_KEY, E_CERT_USAGE, E_CERT_CHAIN, E_CERT_SCT, E_REKOR_*, E_TIMESTAMP, E_TIME, E_SIGNATURE,
 * E_BUNDLE_MALFORMED.
 */
export function checkBundle(bundle: Bundle, message: DigestedMessage, trusted: Trusted): CheckedBundle {
  const { trustedRoot, verifier, readCertificate } = trusted
  const { logEntries } = bundle
  assertDigest(bundle, message)
  const certificate = readCertificate(bundle.certificate)
  assertUsage(certificate)
  assertKeyType(certificate)
  for (const entry of logEntries) {
    assertEntry(entry, { certificate: bundle.certificate, signature: bundle.signature, digest: message })
    assertProof(entry)
  }
  const times = verifier.claimedTimes(bundle)
  verifier.check(bundle, certificate, message)
  for (const entry of logEntries) {
    assertSameTree(entry)
    assertLogTrusted(trustedRoot, entry, times.timestamps)
  }
  return { certificate, logEntries: logEntries.map(factsOf), signedAt: signedAt(times) }
}

function factsOf({ logIndex, logId, kindVersion, integratedTime, inclusionPromise }: LogEntry): LogEntryFacts {
  return {
    ...{ logIndex, logId, kindVersion },
    ...(integratedTime === undefined ? {} : { integratedTime }),
    ...(inclusionPromise === undefined ? {} : { inclusionPromise }),
  }
}

function assertDigest({ messageDigest }: Bundle, digest: MessageDigest): void {
  const { algorithm, hex } = messageDigest
  if (algorithm === digest.algorithm && hex === digest.hex) return
  throw new ActionError(
    'E_DIGEST_MISMATCH',
    `digest mismatch: expected ${algorithm}:${hex}, got ${digest.algorithm}:${digest.hex}`,
    {
      fix: ({ input }) =>
        algorithm === digest.algorithm
          ? 'this is not the file that was signed: get file and bundle again from one release'
          : `a SHA-256 digest says nothing about a signature over ${algorithm}: give the file itself in ${input('files')}`,
    },
  )
}

/** A timestamp comes first, since an authority's clock is its whole business. */
function signedAt({ timestamps, logs }: SignedTimes): number {
  const [first] = [...timestamps, ...logs]
  if (first !== undefined) return first
  throw new ActionError('E_TIMESTAMP', 'Nothing in the bundle says with a signature when it was made', {
    fix: 'have the file signed again, with a timestamp',
  })
}
