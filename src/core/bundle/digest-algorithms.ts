/*
 * Owns the three digests that a signature may be over, by the names that bundles and logs have for them.
 */
import type { DigestAlgorithm } from '../types.ts'

/** algorithmNames are the algorithms' names in protobuf JSON (HashAlgorithm of sigstore_common.proto). */
export const algorithmNames: Readonly<Record<DigestAlgorithm, string>> = {
  sha256: 'SHA2_256',
  sha384: 'SHA2_384',
  sha512: 'SHA2_512',
}

/** digestBytes are how long the digests are. */
export const digestBytes: Readonly<Record<DigestAlgorithm, number>> = { sha256: 32, sha384: 48, sha512: 64 }

/** algorithmOf returns the algorithm of a name in protobuf JSON; undefined for any other. */
export function algorithmOf(name: string): DigestAlgorithm | undefined {
  return algorithms.find((algorithm) => algorithmNames[algorithm] === name)
}

/** plainAlgorithm returns the algorithm of a name as hashedrekord 0.0.1 has it, `sha256`; undefined for any other. */
export function plainAlgorithm(name: string): DigestAlgorithm | undefined {
  return algorithms.find((algorithm) => algorithm === name)
}

const algorithms: readonly DigestAlgorithm[] = ['sha256', 'sha384', 'sha512']
