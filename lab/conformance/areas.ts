/*
 * Owns which area of a bundle each code of a refusal is about, in the words of the conformance cases. Must not run any.
 */
import type { ErrorCode } from '../../src/core/shared/errors.ts'

/** Area is what can be wrong with a bundle, as the cases name it. */
export type Area =
  | 'bundle'
  | 'certificate-chain'
  | 'sct'
  | 'log-entry'
  | 'inclusion-proof'
  | 'checkpoint'
  | 'timestamp'
  | 'time'
  | 'digest'
  | 'signature'
  | 'trusted-root'
  | 'identity'

/** areas are all codes that a bundle can be refused with; a code that is not here is a fault of the run, not of the bundle. */
export const areas: Readonly<Partial<Record<ErrorCode, Area>>> = {
  E_BUNDLE_MALFORMED: 'bundle',
  E_BUNDLE_KIND: 'bundle',
  E_CERT_CHAIN: 'certificate-chain',
  E_CERT_KEY: 'certificate-chain',
  E_CERT_USAGE: 'certificate-chain',
  E_CERT_SCT: 'sct',
  E_REKOR_MISMATCH: 'log-entry',
  E_REKOR_KEY: 'log-entry',
  E_REKOR_SET: 'log-entry',
  E_REKOR_PROOF: 'inclusion-proof',
  E_REKOR_CHECKPOINT: 'checkpoint',
  E_TIMESTAMP: 'timestamp',
  E_TIME: 'time',
  E_DIGEST_MISMATCH: 'digest',
  E_SIGNATURE: 'signature',
  E_TRUSTED_ROOT: 'trusted-root',
  E_CERT_IDENTITY: 'identity',
  E_CERT_ISSUER: 'identity',
  E_CERT_REPOSITORY: 'identity',
  E_CERT_EXTENSION: 'identity',
}
