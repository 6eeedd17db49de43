/*
 * Owns the use of sigstore-js's timestamp client: one RFC 3161 timestamp for one signature. Must not verify it.
 */
import { HashAlgorithm } from '@sigstore/protobuf-specs'
import { TSAWitness } from '@sigstore/sign'
import { serviceFailure } from '../../core/services/service-failure.ts'
import { race } from '../../core/shared/deadline.ts'
import { ActionError } from '../../core/shared/errors.ts'
import { clientFailure } from './client-failure.ts'
import { reach } from './reach.ts'
import { readTimestamp, refusalOf } from './timestamp-token.ts'
import type { Reachable, Service, TimestampAuthority } from '../../core/types.ts'

/** timestampAuthority returns the client of one authority; `timeout` is the engine's own limit in milliseconds. */
export function timestampAuthority(service: Service, timeout: number): TimestampAuthority & Reachable {
  const { url } = service
  const witness = new TSAWitness({ tsaBaseURL: url, timeout, retry: false })
  return {
    url,
    reach: (signal) => reach('timestampAuthority', url, timeout, signal),
    timestamp: async (signature, signal) => {
      // The engine hashes the signature alone; the digest is a field that it does not look at.
      const messageDigest = { algorithm: HashAlgorithm.SHA2_256, digest: Buffer.alloc(32) }
      const content = {
        $case: 'messageSignature',
        messageSignature: { messageDigest, signature: Buffer.from(signature) },
      } as const
      const answer = await race(witness.testify(content), signal).catch((error: unknown) => {
        throw error instanceof ActionError ? error : clientFailure('timestampAuthority', url, error).error
      })
      const der = answer.rfc3161Timestamps[0]?.signedTimestamp ?? Buffer.alloc(0)
      if (readTimestamp(der) !== undefined) return der
      const refusal = refusalOf(der)
      const text = `POST ${url} ${refusal === undefined ? 'gave an answer that is no timestamp' : `answered with ${refusal.text}`}`
      const kind = refusal === undefined ? 'response' : refusal.mayPass ? 'unavailable' : 'rejected'
      throw serviceFailure('timestampAuthority', kind, { text })
    },
  }
}
