/*
 * Owns an artifact service in memory whose calls can be made to fail, before or after they took effect.
 */
import { createHash } from 'node:crypto'
import { nameTaken } from '../../src/core/artifact/artifact-errors.ts'
import type { ArtifactTools } from '../../src/core/artifact/artifact-tools.ts'
import { retrying } from '../../src/core/services/retry.ts'
import { serviceFailure } from '../../src/core/services/service-failure.ts'
import { ActionError } from '../../src/core/shared/errors.ts'
import type {
  ArtifactMember,
  ArtifactStore,
  Sha256,
  StoredArtifact,
  StoredContent,
  Tools,
} from '../../src/core/types.ts'

type Operation = 'find' | 'read' | 'remove' | 'upload'

/** Mishap is how one call fails: `lost` after its effect, the others before it; `unfinished` is an upload cut in two. */
export type Mishap = 'none' | 'lost' | 'reset' | 'unfinished' | ActionError

interface Entry {
  readonly id: number
  readonly members: ReadonlyMap<string, Uint8Array>
  readonly finished: boolean
  readonly listed: boolean
  readonly digest?: Sha256
}

/** DIGEST stands for the digest of every zip of this store. */
export const DIGEST = createHash('sha256').update('zip').digest('hex') as Sha256

/** reset is the transient error of a connection that broke. */
const reset = (): ActionError => serviceFailure('artifactStore', 'network', { text: 'connection reset' })

/** refused is an error that another try does not cure. */
export const refused = (): ActionError => new ActionError('E_UPLOAD_RESPONSE', 'no such artifact', { fix: 'none' })

/** memberOf returns a member whose file nobody reads. */
export function memberOf(member: string, text: string): ArtifactMember {
  return { path: `/nowhere/${member}`, member, text: () => text }
}

/** MemoryArtifactStore keeps artifacts by name and writes down every call. */
export class MemoryArtifactStore implements ArtifactStore {
  readonly entries = new Map<string, Entry>()
  readonly calls: string[] = []
  /** False hides unfinished artifacts from `find`, as github.com does. */
  listsUnfinished = false
  listsDigests = true
  /** Runs at every upload, before it takes effect. */
  beforeUpload = (): unknown => undefined
  readonly #mishaps = new Map<Operation, Mishap[]>()
  #lastId = 0

  fail(operation: Operation, ...mishaps: Mishap[]): void {
    this.#mishaps.set(operation, mishaps)
  }

  put(name: string, members: Readonly<Record<string, string>>, finished = true): number {
    const bytes = new Map(Object.entries(members).map(([member, text]) => [member, Buffer.from(text)]))
    const id = ++this.#lastId
    const listed = finished || this.listsUnfinished
    this.entries.set(name, { id, members: bytes, finished, listed, ...(this.listsDigests ? { digest: DIGEST } : {}) })
    return id
  }

  async find(name: string): Promise<StoredArtifact | undefined> {
    return this.#call('find', name, () => {
      const entry = this.entries.get(name)
      if (entry?.listed !== true) return undefined
      const { id, digest } = entry
      const size = [...entry.members.values()].reduce((sum, bytes) => sum + bytes.length, 0)
      return { id, name, url: `https://x/${String(id)}`, size, ...(digest === undefined ? {} : { digest }) }
    })
  }

  async read<T>(id: number, _signal: AbortSignal, look: (content: StoredContent) => T): Promise<T> {
    return this.#call('read', String(id), () => {
      const entry = [...this.entries.values()].find((each) => each.id === id)
      if (entry?.finished !== true) throw refused()
      const members = new Map([...entry.members].map(([name, bytes]) => [name, () => bytes]))
      return look({ members, digest: () => DIGEST })
    })
  }

  async remove(name: string): Promise<void> {
    this.#call('remove', name, () => this.entries.get(name)?.listed === true && this.entries.delete(name))
  }

  getReady(): void {
    this.calls.push('getReady')
  }

  async upload(name: string, members: readonly ArtifactMember[]): ReturnType<ArtifactStore['upload']> {
    this.beforeUpload()
    return this.#call('upload', name, (mishap) => {
      if (this.entries.has(name)) throw nameTaken(name)
      const content = Object.fromEntries(members.map(({ member, text }) => [member, text()]))
      const id = this.put(name, content, mishap !== 'unfinished')
      return { name, id, url: `https://x/${String(id)}`, digest: DIGEST }
    })
  }

  #call<T>(operation: Operation, subject: string, effect: (mishap: Mishap) => T): T {
    this.calls.push(`${operation} ${subject}`)
    const mishap = this.#mishaps.get(operation)?.shift() ?? 'none'
    if (mishap instanceof ActionError) throw mishap
    if (mishap === 'reset') throw reset()
    const result = effect(mishap)
    if (mishap !== 'none') throw reset()
    return result
  }
}

/** RecordedTools are tools whose clock stands still; `notes` are the lines that people would notice. */
export type RecordedTools = Tools & { readonly notes: readonly string[] }

/** toolsOf returns the real retry loop without its waits, and the lines that it gave. */
export function toolsOf(): RecordedTools {
  const notes: string[] = []
  const log = {
    info: () => undefined,
    notice: (text: string) => notes.push(`notice: ${text}`),
    warning: (text: string) => notes.push(`warning: ${text}`),
  }
  const clock = { now: () => 0, sleep: () => Promise.resolve(), random: () => 0 }
  return { log, notes, clock, call: retrying(log, new AbortController().signal, clock) }
}

/** toolsFor returns the collaborators of an upload. */
export function toolsFor(store: ArtifactStore): ArtifactTools & { readonly notes: readonly string[] } {
  const { call, log, notes } = toolsOf()
  return { store, log, notes, call: (attempt) => call({ service: 'artifactStore', deadline: 180_000, attempt }) }
}
