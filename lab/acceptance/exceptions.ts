/*
 * Owns who accepts which wrong thing, and why: differences between verifiers that are known, each seen here with the
 * versions of setup/pins.ts. Whoever is not named refuses.
 */
import type { RekorVersion } from '../servers/trust-material.ts'
import type { VerifierName } from './verifiers.ts'

/** Exception says who accepts a wrong thing, with which Rekor version, and why. */
export interface Exception {
  readonly by: readonly VerifierName[]
  readonly with: readonly RekorVersion[]
  readonly why: string
}

const cosignBundle: readonly VerifierName[] = [
  'cosign 2.6.4, bundle',
  'cosign 2.6.4, bundle by digest',
  'cosign 3.0.6, bundle',
  'cosign 3.0.6, bundle by digest',
  'cosign 3.1.2, bundle',
  'cosign 3.1.2, bundle by digest',
]

/** byOpenssl: whatever is not signature, key or file. */
export const byOpenssl: Exception = {
  by: ['openssl, .sig and .pem'],
  with: [1, 2],
  why: 'openssl checks the signature under the key of the certificate and no more',
}

/** byWhoHashesItself: a wrong digest in the bundle; Sigstore's bundle format calls it a hint. */
export const byWhoHashesItself: Exception = {
  by: ['cosign 2.6.4, bundle', 'cosign 3.0.6, bundle'],
  with: [1, 2],
  why: 'it hashes the file and does not read the digest of the bundle, which is a hint only',
}

/** byWhoComputesTheRoot: a wrong root hash in a proof of Rekor v2. */
export const byWhoComputesTheRoot: Exception = {
  by: [...cosignBundle, 'sigstore-go, bundle'],
  with: [2],
  why: 'it computes the root from the proof, compares it with the signed checkpoint, and does not read this field',
}

/** byWhoHasTheSet: a broken timestamp beside an entry of Rekor v1. */
export const byWhoHasTheSet: Exception = {
  by: [...cosignBundle, 'sigstore-python, bundle'],
  with: [1],
  why: 'the integrated time that the SET of Rekor v1 signs is enough for it; a timestamp that does not verify is left out',
}

/** byWhoAsksForNoTimestamp: an entry of Rekor v1 while the trusted root knows no timestamp authority. */
export const byWhoAsksForNoTimestamp: Exception = {
  by: [...cosignBundle, 'sigstore-go, bundle', 'sigstore-python, .sig and .pem'],
  with: [1],
  why: 'the integrated time that the SET of Rekor v1 signs is enough for it; sigstore-python wants to know who signed a timestamp that is there',
}

/** byWhoAsksForNoLog: a trusted root without Rekor. */
export const byWhoAsksForNoLog: Exception = {
  by: ['sigstore-go, bundle'],
  with: [1, 2],
  why: 'its conformance client asks for a log entry only when the trusted root has a log; the timestamp gives the time',
}
