/*
 * Owns the transparency log entries of a forge, in the form of a bundle (sigstore_rekor.proto). Must not judge them.
 */
import { pem } from './certificate.ts'
import type { HashedRecord } from './hashed-record.ts'
import { bodyOfVersion1, bodyOfVersion2, promiseOf, provenEntry } from './log-entry.ts'
import type { TransparencyLog } from './transparency-log.ts'

/** JsonObject is a parsed JSON object. */
export type JsonObject = Record<string, unknown>

const KEY_DETAILS = {
  prime256v1: 'PKIX_ECDSA_P256_SHA_256',
  secp384r1: 'PKIX_ECDSA_P384_SHA_384',
  secp521r1: 'PKIX_ECDSA_P521_SHA_512',
  rsa: 'PKIX_RSA_PKCS1V15_3072_SHA256',
}

/** ALGORITHMS are the names that protobuf has for digest algorithms. */
export const ALGORITHMS = { sha256: 'SHA2_256', sha384: 'SHA2_384', sha512: 'SHA2_512' }

/** Matter is what an entry is about: a record whose certificate is DER, and whose digest may be of any algorithm. */
export interface Matter extends HashedRecord {
  readonly algorithm: keyof typeof ALGORITHMS
  readonly key: keyof typeof KEY_DETAILS
}

/** logEntry appends an entry of Rekor v1 or v2 and returns it as a bundle holds it; `time` in milliseconds. */
export function logEntry(log: TransparencyLog, version: 1 | 2, matter: Matter, time: number, set = true): JsonObject {
  const { certificate, algorithm, key } = matter
  if (version === 2) {
    const body = bodyOfVersion2(matter, KEY_DETAILS[key], ALGORITHMS[algorithm])
    return provenEntry(log.append(body, time).entry, log, version)
  }
  const body = bodyOfVersion1({ ...matter, certificate: Buffer.from(pem(certificate)) }, algorithm)
  const { entry } = log.append(body, time)
  const { promised, signedEntryTimestamp } = promiseOf(entry, log)
  return {
    ...provenEntry(entry, log, version),
    integratedTime: String(promised.integratedTime),
    ...(set ? { inclusionPromise: { signedEntryTimestamp } } : {}),
  }
}
