/*
 * Owns an append-only log as Rekor keeps it: entries in a Merkle tree, inclusion proofs, signed checkpoints
 * (c2sp.org/tlog-checkpoint) and signed entry timestamps. Must not know what an entry means.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { spki } from './certificate.ts'
import { auditPath, leafHash, rootHash } from './merkle.ts'

/** LoggedEntry is one entry of the log. */
export interface LoggedEntry {
  /** Place in the tree, from 0. */
  readonly index: number
  readonly body: Buffer
  /** Seconds since the epoch. */
  readonly integratedTime: number
  /** Tree and leaf hash, 80 hex digits. */
  readonly uuid: string
}

/** InclusionProof proves that an entry is in the tree of `checkpoint`. */
export interface InclusionProof {
  readonly treeSize: number
  readonly rootHash: Buffer
  readonly hashes: readonly Buffer[]
  readonly checkpoint: string
}

/** canonicalJson returns JSON with sorted keys and no white space (RFC 8785, for strings, integers and objects). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`
}

/** TransparencyLog is a log with a new P-256 key; it begins with entries of others, so that proofs have hashes. */
export class TransparencyLog {
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer
  /** SHA-256 of the public key. */
  readonly logId: Buffer
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  readonly #tree = randomBytes(8).toString('hex')
  readonly #origin: string
  readonly #entries = new Map<string, LoggedEntry>()
  readonly #leaves: Buffer[] = [randomBytes(32), randomBytes(32), randomBytes(32), randomBytes(32), randomBytes(32)]

  /** What v1's entries are counted from over all its shards; never 0, which JSON would leave out. */
  readonly firstIndex: number

  /** `url` is the log's address; its host names the log in checkpoints. */
  constructor(url: string, firstIndex = 1_000_000) {
    this.firstIndex = firstIndex
    this.publicKey = spki(this.#keys.publicKey)
    this.logId = createHash('sha256').update(this.publicKey).digest()
    this.#origin = new URL(url).host
  }

  /** append adds an entry and returns it, or says which equal one is there already; `time` in milliseconds. */
  append(body: Buffer, time: number): { readonly entry: LoggedEntry; readonly isNew: boolean } {
    const leaf = leafHash(body)
    const uuid = `${this.#tree}${leaf.toString('hex')}`
    const equal = this.#entries.get(uuid)
    if (equal !== undefined) return { entry: equal, isNew: false }
    const entry = { index: this.#leaves.length, body, integratedTime: Math.floor(time / 1000), uuid }
    this.#leaves.push(leaf)
    this.#entries.set(uuid, entry)
    return { entry, isNew: true }
  }

  /** find returns the entry with a UUID, with or without the tree in front. */
  find(uuid: string): LoggedEntry | undefined {
    return this.#entries.get(uuid) ?? this.#entries.get(`${this.#tree}${uuid}`)
  }

  /** prove returns the inclusion proof of an entry in the tree as it is now. */
  prove(entry: LoggedEntry): InclusionProof {
    const root = rootHash(this.#leaves)
    const note = `${this.#origin} - ${BigInt(`0x${this.#tree}`)}\n${this.#leaves.length}\n${root.toString('base64')}\n`
    const signature = Buffer.concat([this.logId.subarray(0, 4), this.sign(note)]).toString('base64')
    const checkpoint = `${note}\n\u2014 ${this.#origin} ${signature}\n`
    return { treeSize: this.#leaves.length, rootHash: root, hashes: auditPath(entry.index, this.#leaves), checkpoint }
  }

  /** sign returns the log's DER signature over `text`. */
  sign(text: string): Buffer {
    return sign('sha256', Buffer.from(text), this.#keys.privateKey)
  }
}
