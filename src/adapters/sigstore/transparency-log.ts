/*
 * Owns the use of sigstore-js's Rekor clients, v1 and v2: one entry for one signature. Must not judge the entry.
 */
import { HashAlgorithm, TransparencyLogEntry } from '@sigstore/protobuf-specs'
import { RekorWitness } from '@sigstore/sign'
import { readLogEntry } from '../../core/bundle/read-log-entry.ts'
import { race } from '../../core/shared/deadline.ts'
import { ActionError } from '../../core/shared/errors.ts'
import { readJson } from '../../core/shared/json.ts'
import { clientFailure } from './client-failure.ts'
import { reach } from './reach.ts'
import type { LogEntry, Reachable, Service, TransparencyLog } from '../../core/types.ts'

/** transparencyLog returns the client of one Rekor; `timeout` is the engine's own limit in milliseconds. */
export function transparencyLog(service: Service, timeout: number): TransparencyLog & Reachable {
  const { url, majorApiVersion } = service
  const entriesUrl = `${url}/api/v${String(majorApiVersion)}/log/entries`
  const witness = new RekorWitness({
    rekorBaseURL: url,
    majorApiVersion,
    timeout,
    retry: false,
    // A lost reply makes the next try a 409: the engine then fetches the entry that exists.
    fetchOnConflict: true,
  })
  return {
    url,
    majorApiVersion,
    reach: (signal) => reach('transparencyLog', url, timeout, signal),
    record: async ({ digest, signature, certificate }, signal) => {
      const messageDigest = { algorithm: HashAlgorithm.SHA2_256, digest: Buffer.from(digest, 'hex') }
      const messageSignature = { messageDigest, signature: Buffer.from(signature) }
      try {
        const work = witness.testify({ $case: 'messageSignature', messageSignature }, certificate.pem)
        return toLogEntry((await race(work, signal)).tlogEntries[0])
      } catch (error) {
        throw refusal(entriesUrl, error)
      }
    },
  }
}

function toLogEntry(entry: TransparencyLogEntry | undefined): LogEntry {
  if (entry === undefined) throw new Error('no entry')
  return readLogEntry(readJson(TransparencyLogEntry.toJSON(entry), (path, problem) => new Error(`${path} ${problem}`)))
}

function refusal(url: string, thrown: unknown): unknown {
  if (thrown instanceof ActionError) return thrown
  const { status, error } = clientFailure('transparencyLog', url, thrown)
  // 404 is about the entry that the log says it has: the engine then asks for that one.
  if (status === 409 || (status === 404 && thrown instanceof Error && thrown.message.includes('fetching'))) {
    return new ActionError('E_REKOR_CONFLICT', error.message, {
      fix: 'run the job again: it signs with a new key, which no entry has',
      cause: thrown,
    })
  }
  return error
}
