/*
 * Owns a small TUF repository (specification 1.0, consistent snapshots): four roles with one key, targets from memory,
 * metadata written and signed at every request, so that tests can move expiry and versions. Knows no Sigstore.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { json } from './http.ts'
import type { Endpoint } from './http.ts'
import type { Reply } from './routes.ts'
import { canonicalJson } from './transparency-log.ts'

/** TufRole is one of the four top-level roles. */
export type TufRole = 'root' | 'timestamp' | 'snapshot' | 'targets'

type Metadata = Readonly<Record<string, unknown>>

const ROLES = ['root', 'timestamp', 'snapshot', 'targets'] as const
const YEAR = 365 * 24 * 60 * 60 * 1000

/** TufRepository is a repository whose parts may be changed at any time. */
export class TufRepository {
  /** When each role's metadata expires, in milliseconds since the epoch. */
  readonly expires: Record<TufRole, number> = each(Date.now() + YEAR)
  readonly versions: Record<TufRole, number> = each(1)
  /** Target files by name. */
  readonly targets = new Map<string, Buffer>()
  readonly #keys = generateKeyPairSync('ed25519')
  readonly #key: Metadata
  readonly #keyId: string

  constructor() {
    const { x = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const keyval = { public: Buffer.from(x, 'base64url').toString('hex') }
    this.#key = { keytype: 'ed25519', scheme: 'ed25519', keyval }
    this.#keyId = sha256(Buffer.from(canonicalJson(this.#key)))
  }

  /** metadata returns the signed metadata of a role as it stands; of the root also in another version. */
  metadata(role: TufRole, version = this.versions[role]): Metadata {
    const expires = new Date(this.expires[role]).toISOString().replace(/\.\d+Z/, 'Z')
    const signed = { _type: role, spec_version: '1.0.31', version, expires, ...this.#content(role) }
    const sig = sign(null, Buffer.from(canonicalJson(signed)), this.#keys.privateKey).toString('hex')
    return { signatures: [{ keyid: this.#keyId, sig }], signed }
  }

  #content(role: TufRole): Metadata {
    const only = { keyids: [this.#keyId], threshold: 1 }
    switch (role) {
      case 'root':
        return { consistent_snapshot: true, keys: { [this.#keyId]: this.#key }, roles: each(only) }
      case 'timestamp':
        return { meta: { 'snapshot.json': { version: this.versions.snapshot } } }
      case 'snapshot':
        return { meta: { 'targets.json': { version: this.versions.targets } } }
      case 'targets': {
        const described = [...this.targets].map(([name, bytes]) => {
          return [name, { length: bytes.length, hashes: { sha256: sha256(bytes) } }] as const
        })
        return { targets: Object.fromEntries(described) }
      }
    }
  }
}

/** tufEndpoints serves the repository: `/N.ROLE.json`, `/timestamp.json` and `/targets/DIGEST.NAME`. */
export function tufEndpoints(repository: TufRepository): readonly Endpoint[] {
  return [
    {
      route: 'tuf.metadata',
      method: 'GET',
      path: /^\/[a-z0-9.]+\.json$/,
      handle: ({ url }) => metadataReply(url.pathname, repository),
    },
    {
      route: 'tuf.target',
      method: 'GET',
      path: /^\/targets\/[^/]+$/,
      handle({ url }) {
        const file = url.pathname.slice('/targets/'.length)
        const found = [...repository.targets].find(([name, bytes]) => file === `${sha256(bytes)}.${name}`)
        const headers = { 'content-type': 'application/octet-stream' }
        return found === undefined ? notFound() : { status: 200, headers, body: found[1] }
      },
    },
  ]
}

function metadataReply(path: string, repository: TufRepository): Reply {
  const [, number, name] = /^\/(?:(\d+)\.)?([a-z]+)\.json$/.exec(path) ?? []
  const role = ROLES.find((known) => known === name)
  if (role === undefined) return notFound()
  const newest = repository.versions[role]
  // Only the timestamp has no version in its name; of the root, older ones stay for those who come from there.
  const version = role === 'timestamp' && number === undefined ? newest : Number(number)
  const isThere = version === newest || (role === 'root' && version >= 1 && version < newest)
  return isThere ? json(200, repository.metadata(role, version)) : notFound()
}

function notFound(): Reply {
  return json(404, { message: 'not found' })
}

function each<Value>(value: Value): Record<TufRole, Value> {
  return { root: value, timestamp: value, snapshot: value, targets: value }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
