/*
 * Owns the use of sigstore-js's verifier: our digest in place of a whole file, its errors as ours. What the verifier
 * does not check is core/bundle/verify-bundle.ts's. Must not decide who may sign.
 */
import { bundleFromJSON } from '@sigstore/bundle'
import type { RFC3161Timestamp } from '@sigstore/core'
import { TrustedRoot as EngineTrustedRoot } from '@sigstore/protobuf-specs'
import { type SignedEntity, toTrustMaterial, VerificationError, Verifier } from '@sigstore/verify'
import { verifyDigest } from '../../core/bundle/ecdsa.ts'
import { signedTime } from '../../core/bundle/log-entry.ts'
import { assertLogTrusted, useRightRoot } from '../../core/bundle/trusted-root.ts'
import { ActionError, type ErrorCode } from '../../core/shared/errors.ts'
import { timeText } from '../../core/shared/format.ts'
import { answerOnce, oneLeaf, signerOnce, type LeafOf } from './answer-once.ts'
import { readTimestamp } from './timestamp-token.ts'
import type { Bundle, BundleVerifier, Certificate, DigestedMessage, TrustedRoot } from '../../core/types.ts'

/** bundleVerifier prepares the verifier for one trusted root; throws E_TRUSTED_ROOT when the engine cannot read it. */
export function bundleVerifier(trustedRoot: TrustedRoot): BundleVerifier {
  const verifier = prepare(trustedRoot)
  const leafOf = oneLeaf()
  return {
    claimedTimes: (bundle) => ({
      timestamps: bundle.timestamps.map(timeOf),
      logs: logTimes(bundle),
    }),
    check: (bundle, certificate, message) => {
      try {
        verifier.verify(signedEntity(bundle, message, leafOf))
      } catch (error) {
        throw classify(error, certificate, bundle, trustedRoot)
      }
    },
  }
}

const FIX = 'do not use this file with this bundle; get both again from where they were published'

function prepare(trustedRoot: TrustedRoot): Verifier {
  try {
    const material = toTrustMaterial(EngineTrustedRoot.fromJSON(trustedRoot.json))
    for (const { certChain } of [...material.certificateAuthorities, ...material.timestampAuthorities]) {
      certChain.forEach(answerOnce)
    }
    return signerOnce(new Verifier(material))
  } catch (cause) {
    throw new ActionError('E_TRUSTED_ROOT', 'The trusted root holds a key or certificate that cannot be read', {
      fix: 'give a whole trusted_root.json, as `cosign trusted-root create` writes it',
      cause,
    })
  }
}

/** The engine's own entity wants the whole file in memory, and reads certificate and timestamps once more for itself. */
function signedEntity(bundle: Bundle, message: DigestedMessage, leafOf: LeafOf): SignedEntity {
  const tlogEntries: SignedEntity['tlogEntries'] = bundleFromJSON(bundle.json).verificationMaterial.tlogEntries
  const expected = Buffer.from(message.hex, 'hex')
  const signature = Buffer.from(bundle.signature)
  return {
    key: { $case: 'certificate', certificate: leafOf(bundle.certificate) },
    tlogEntries,
    timestamps: [
      ...tlogEntries
        .filter((tlogEntry) => signedTime(tlogEntry) !== undefined)
        .map((tlogEntry) => ({ $case: 'transparency-log', tlogEntry }) as const),
      ...bundle.timestamps.map((der) => ({ $case: 'timestamp-authority', timestamp: timestampOf(der) }) as const),
    ],
    signature: {
      signature,
      compareSignature: (other) => signature.equals(other),
      compareDigest: (other) => expected.equals(other),
      compareSignedDigest: (other) => expected.equals(other),
      verifySignature: (key) => verifyDigest(key, message, signature),
    },
  }
}

function logTimes(bundle: Bundle): readonly number[] {
  return bundle.logEntries.map(signedTime).filter((time) => time !== undefined)
}

function timeOf(der: Uint8Array): number {
  return timestampOf(der).signingTime.getTime()
}

function timestampOf(der: Uint8Array): RFC3161Timestamp {
  const timestamp = readTimestamp(der)
  if (timestamp !== undefined) return timestamp
  throw new ActionError('E_TIMESTAMP', 'The bundle holds a timestamp that cannot be read', { fix: FIX })
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  TIMESTAMP_ERROR: 'E_TIMESTAMP',
  CERTIFICATE_ERROR: 'E_CERT_CHAIN',
  PUBLIC_KEY_ERROR: 'E_CERT_CHAIN',
  TLOG_INCLUSION_PROOF_ERROR: 'E_REKOR_PROOF',
  TLOG_INCLUSION_PROMISE_ERROR: 'E_REKOR_SET',
  TLOG_MISSING_INCLUSION_ERROR: 'E_REKOR_PROOF',
  TLOG_BODY_ERROR: 'E_REKOR_MISMATCH',
  TLOG_ERROR: 'E_REKOR_PROOF',
  SIGNATURE_ERROR: 'E_SIGNATURE',
}

function classify(error: unknown, certificate: Certificate, bundle: Bundle, trustedRoot: TrustedRoot): ActionError {
  if (!(error instanceof VerificationError)) {
    return new ActionError('E_BUNDLE_MALFORMED', 'The bundle cannot be read', { fix: FIX, cause: error })
  }
  const timestamps = bundle.timestamps.map(timeOf)
  // A log that is not trusted, or no longer was, is to the engine only a signature that no key fits.
  if (error.code.startsWith('TLOG_')) {
    for (const entry of bundle.logEntries) assertLogTrusted(trustedRoot, entry, timestamps)
  }
  const outside = [...timestamps, ...logTimes(bundle)].find(
    (time) => time < certificate.notBefore || time > certificate.notAfter,
  )
  const code = refine(CODES[error.code] ?? 'E_BUNDLE_MALFORMED', error.message, outside !== undefined)
  const text = code === 'E_TIME' ? outsideLife(outside, certificate) : error.message
  const fix = isByRoot(code, error.message) ? useRightRoot : FIX
  return new ActionError(code, `The bundle does not verify: ${text}`, { fix, cause: error })
}

function outsideLife(time: number | undefined, { notBefore, notAfter }: Certificate): string {
  return `signed at ${timeText(time ?? 0)}, while the certificate was valid from ${timeText(notBefore)} to ${timeText(notAfter)}`
}

/** One engine code stands for several findings of ours; its message tells them apart. */
function refine(code: ErrorCode, message: string, outside: boolean): ErrorCode {
  if (code === 'E_CERT_CHAIN' && /\bSCTs?\b/.test(message)) return 'E_CERT_SCT'
  if (code === 'E_CERT_CHAIN' && outside) return 'E_TIME'
  if (code === 'E_REKOR_PROOF' && message.includes('checkpoint')) return 'E_REKOR_CHECKPOINT'
  return code
}

/** What a root of another instance, or an old one, does not vouch for looks like what is false; a wrong number of timestamps does not. */
function isByRoot(code: ErrorCode, message: string): boolean {
  if (code === 'E_TIMESTAMP') return !/^(?:duplicate|expected) /.test(message)
  return code === 'E_CERT_CHAIN' || code === 'E_CERT_SCT'
}
