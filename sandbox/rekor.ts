/*
 * Owns Rekor's v1 service for hashed records: creates entries, answers 409 for one that is there, and finds them again
 * (Rekor's openapi.yaml). Must not keep the log itself.
 */
import { isSigned } from './hashed-record.ts'
import { json } from './http.ts'
import type { Endpoint } from './http.ts'
import { bodyOfVersion1, promiseOf } from './log-entry.ts'
import type { Reply, Request } from './routes.ts'
import type { LoggedEntry, TransparencyLog } from './transparency-log.ts'

/** RekorOptions are the log and its clock: `clock.rekor` is added to the time, in milliseconds, at every entry. */
export interface RekorOptions {
  readonly log: TransparencyLog
  readonly clock: { rekor: number }
}

interface ProposedEntry {
  readonly apiVersion: string
  readonly kind: string
  readonly spec: {
    readonly data: { readonly hash: { readonly algorithm: string; readonly value: string } }
    readonly signature: { readonly content: string; readonly publicKey: { readonly content: string } }
  }
}

/** rekorEndpoints serves `/api/v1/log/entries`. */
export function rekorEndpoints(options: RekorOptions): readonly Endpoint[] {
  return [
    {
      route: 'rekor.create',
      method: 'POST',
      path: /^\/api\/v1\/log\/entries$/,
      handle: (request) => create(request, options),
    },
    {
      route: 'rekor.get',
      method: 'GET',
      path: /^\/api\/v1\/log\/entries\/[0-9a-f]+$/,
      handle({ url }) {
        const entry = options.log.find(url.pathname.split('/').at(-1) ?? '')
        return entry === undefined ? refuse(404, 'entry not found') : json(200, described(entry, options.log))
      },
    },
  ]
}

function create(request: Request, { log, clock }: RekorOptions): Reply {
  const body = canonicalBody(request.body)
  if (body === undefined) return refuse(400, 'error processing entry: invalid signature when validating hashed rekord')
  const { entry, isNew } = log.append(body, Date.now() + clock.rekor)
  const location = `/api/v1/log/entries/${entry.uuid}`
  return isNew
    ? json(201, described(entry, log), { etag: entry.uuid, location })
    : refuse(409, `an equivalent entry already exists in the transparency log with UUID ${entry.uuid}`, { location })
}

/** The bytes that are logged, or nothing where the request is not a hashed record that verifies. */
function canonicalBody(body: Buffer): Buffer | undefined {
  try {
    const { apiVersion, kind, spec } = JSON.parse(body.toString()) as ProposedEntry
    const { hash } = spec.data
    const { content, publicKey } = spec.signature
    const record = {
      digest: Buffer.from(hash.value, 'hex'),
      signature: Buffer.from(content, 'base64'),
      certificate: Buffer.from(publicKey.content, 'base64'),
    }
    const known = kind === 'hashedrekord' && apiVersion === '0.0.1' && hash.algorithm === 'sha256'
    return known && isSigned(record) ? bodyOfVersion1(record) : undefined
  } catch {
    return undefined
  }
}

/** An entry as both creating and getting show it: an object with the UUID as its one key. */
function described(entry: LoggedEntry, log: TransparencyLog): Record<string, unknown> {
  const { promised, signedEntryTimestamp } = promiseOf(entry, log)
  const proof = log.prove(entry)
  const inclusionProof = {
    checkpoint: proof.checkpoint,
    hashes: proof.hashes.map((hash) => hash.toString('hex')),
    logIndex: entry.index,
    rootHash: proof.rootHash.toString('hex'),
    treeSize: proof.treeSize,
  }
  return { [entry.uuid]: { ...promised, verification: { inclusionProof, signedEntryTimestamp } } }
}

function refuse(code: number, message: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return json(code, { code, message }, headers)
}
