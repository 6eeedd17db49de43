/*
 * Owns the protobuf JSON form of a transparency log entry (sigstore_rekor.proto). Must not judge what it says.
 */
import { base64 } from '../shared/encoding.ts'
import type { JsonReader } from '../shared/json.ts'
import type { Base64, LogEntry } from '../types.ts'

/** A proof has at most one hash a level of the tree, whose size is a number of 64 bits (RFC 6962, 2.1.1). */
const MOST_HASHES = 64

/**
 * readLogEntry reads one entry; fails as the reader does. Protobuf JSON leaves out zeros and empty lists, so the first
 * entry of a log comes without `logIndex` and `hashes`: here they are filled in, since sigstore-python wants them.
 */
export function readLogEntry(reader: JsonReader): LogEntry {
  const kindVersion = reader.field('kindVersion')
  const zero = (from: JsonReader, name: string): string =>
    from.has(name) ? from.field(name).integer().toString() : '0'
  const encoded = (from: JsonReader): Base64 => base64(from.bytes())
  const proof = reader.has('inclusionProof') ? reader.field('inclusionProof') : undefined
  const promise = reader.has('inclusionPromise') ? reader.field('inclusionPromise') : undefined
  return {
    logIndex: zero(reader, 'logIndex'),
    logId: { keyId: encoded(reader.field('logId').field('keyId')) },
    kindVersion: { kind: kindVersion.field('kind').text(), version: kindVersion.field('version').text() },
    integratedTime: zero(reader, 'integratedTime'),
    ...(promise === undefined
      ? {}
      : { inclusionPromise: { signedEntryTimestamp: encoded(promise.field('signedEntryTimestamp')) } }),
    ...(proof === undefined
      ? {}
      : {
          inclusionProof: {
            logIndex: zero(proof, 'logIndex'),
            rootHash: encoded(proof.field('rootHash')),
            treeSize: zero(proof, 'treeSize'),
            hashes: proof.has('hashes') ? proof.field('hashes').items(MOST_HASHES).map(encoded) : [],
            checkpoint: { envelope: proof.has('checkpoint') ? proof.field('checkpoint').field('envelope').text() : '' },
          },
        }),
    canonicalizedBody: encoded(reader.field('canonicalizedBody')),
  }
}
