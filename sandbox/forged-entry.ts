/*
 * Owns the transparency log entries of a forge, in the form of a bundle (sigstore_rekor.proto). Must not judge them.
 */
import { pem } from './certificate.ts'
import { canonicalJson, type TransparencyLog } from './transparency-log.ts'

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
/** What Rekor v1's index is ahead of the place in the tree. */
const FIRST_INDEX = 1_000_000

/** Matter is what an entry is about; certificate and signature as DER. */
export interface Matter {
  readonly digest: Buffer
  readonly signature: Buffer
  readonly certificate: Uint8Array
  readonly algorithm: keyof typeof ALGORITHMS
  readonly key: keyof typeof KEY_DETAILS
}

function bodyOfVersion1({ digest, signature, certificate, algorithm }: Matter): JsonObject {
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm, value: digest.toString('hex') } },
      signature: {
        content: signature.toString('base64'),
        publicKey: { content: Buffer.from(pem(certificate)).toString('base64') },
      },
    },
  }
}

function bodyOfVersion2({ digest, signature, certificate, algorithm, key }: Matter): JsonObject {
  const verifier = {
    keyDetails: KEY_DETAILS[key],
    x509Certificate: { rawBytes: Buffer.from(certificate).toString('base64') },
  }
  return {
    apiVersion: '0.0.2',
    kind: 'hashedrekord',
    spec: {
      hashedRekordV002: {
        data: { algorithm: ALGORITHMS[algorithm], digest: digest.toString('base64') },
        signature: { content: signature.toString('base64'), verifier },
      },
    },
  }
}

/** logEntry appends an entry of Rekor v1 or v2 and returns it as a bundle holds it; `time` in milliseconds. */
export function logEntry(log: TransparencyLog, version: 1 | 2, matter: Matter, time: number, set = true): JsonObject {
  const body = Buffer.from(canonicalJson(version === 1 ? bodyOfVersion1(matter) : bodyOfVersion2(matter)))
  const { entry } = log.append(body, time)
  const proof = log.prove(entry)
  const { integratedTime } = entry
  const logIndex = version === 1 ? FIRST_INDEX + entry.index : entry.index
  const promised = { body: body.toString('base64'), integratedTime, logID: log.logId.toString('hex'), logIndex }
  const signedEntryTimestamp = log.sign(canonicalJson(promised)).toString('base64')
  return {
    logIndex: String(logIndex),
    logId: { keyId: log.logId.toString('base64') },
    kindVersion: { kind: 'hashedrekord', version: `0.0.${String(version)}` },
    ...(version === 1 ? { integratedTime: String(integratedTime) } : {}),
    ...(version === 1 && set ? { inclusionPromise: { signedEntryTimestamp } } : {}),
    inclusionProof: {
      logIndex: String(entry.index),
      rootHash: proof.rootHash.toString('base64'),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map((hash) => hash.toString('base64')),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: body.toString('base64'),
  }
}
