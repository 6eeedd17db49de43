/*
 * Owns how both versions of Rekor write a hashed record down: the body that is logged, what v1 promises of it, and the entry
 * as v2 answers it and bundles hold it (sigstore_rekor.proto). Must not judge a record.
 */
import type { HashedRecord } from './hashed-record.ts'
import { canonicalJson, type LoggedEntry, type TransparencyLog } from './transparency-log.ts'

/** bodyOfVersion1 returns the canonical body of a v1 entry; the certificate is PEM, as clients send it. */
export function bodyOfVersion1({ digest, signature, certificate }: HashedRecord, algorithm = 'sha256'): Buffer {
  const spec = {
    data: { hash: { algorithm, value: digest.toString('hex') } },
    signature: { content: base64(signature), publicKey: { content: base64(certificate) } },
  }
  return Buffer.from(canonicalJson({ apiVersion: '0.0.1', kind: 'hashedrekord', spec }))
}

/** bodyOfVersion2 returns the canonical body of a v2 entry; algorithms by their names in protobuf, the certificate is DER. */
export function bodyOfVersion2(
  { digest, signature, certificate }: HashedRecord,
  keyDetails: string,
  algorithm = 'SHA2_256',
): Buffer {
  const verifier = { keyDetails, x509Certificate: { rawBytes: base64(certificate) } }
  const hashedRekordV002 = {
    data: { algorithm, digest: base64(digest) },
    signature: { content: base64(signature), verifier },
  }
  return Buffer.from(canonicalJson({ apiVersion: '0.0.2', kind: 'hashedrekord', spec: { hashedRekordV002 } }))
}

/** SignedPromise is what v1 signs of an entry, in the form in which it is signed, and the signature over it as base64. */
export interface SignedPromise {
  readonly promised: {
    readonly body: string
    /** Seconds since the epoch. */
    readonly integratedTime: number
    /** Hex. */
    readonly logID: string
    readonly logIndex: number
  }
  readonly signedEntryTimestamp: string
}

/** promiseOf returns v1's promise of an entry. */
export function promiseOf(entry: LoggedEntry, log: TransparencyLog): SignedPromise {
  const promised = {
    body: base64(entry.body),
    integratedTime: entry.integratedTime,
    logID: log.logId.toString('hex'),
    logIndex: log.firstIndex + entry.index,
  }
  return { promised, signedEntryTimestamp: base64(log.sign(canonicalJson(promised))) }
}

/** provenEntry returns a TransparencyLogEntry with its proof, which is all that v2 gives; 64-bit numbers are strings in protobuf JSON. */
export function provenEntry(entry: LoggedEntry, log: TransparencyLog, version: 1 | 2): Record<string, unknown> {
  const proof = log.prove(entry)
  return {
    logIndex: String(version === 1 ? log.firstIndex + entry.index : entry.index),
    logId: { keyId: base64(log.logId) },
    kindVersion: { kind: 'hashedrekord', version: `0.0.${version}` },
    inclusionProof: {
      logIndex: String(entry.index),
      rootHash: base64(proof.rootHash),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map(base64),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: base64(entry.body),
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
