/*
 * Owns a release in memory whose calls can be made to fail, before or after they took effect, or to be the process's last.
 */
import { storedName } from '../../sandbox/github/asset-name.ts'
import { assetExists, releaseNotFound } from '../../src/core/release/release-errors.ts'
import type { ReleaseTools } from '../../src/core/release/release-upload.ts'
import { sha256Of } from '../../src/core/shared/encoding.ts'
import { retrying } from '../../src/core/services/retry.ts'
import { serviceFailure } from '../../src/core/services/service-failure.ts'
import { ActionError } from '../../src/core/shared/errors.ts'
import type { Release, ReleaseAsset, ReleaseStore, Tools } from '../../src/core/types.ts'
import { newLog, type RecordingLog } from './recording-log.ts'

/** Operation is one of the calls of a store. */
export type Operation = 'withTag' | 'withId' | 'assets' | 'upload' | 'rename' | 'remove' | 'read'

/** Mishap is how one call fails: `lost` after its effect, the others before it; `starter` is an upload cut in two. */
export type Mishap = 'none' | 'lost' | 'reset' | 'starter' | ActionError

interface Entry {
  readonly id: number
  name: string
  readonly bytes: Uint8Array
  readonly isComplete: boolean
}

/** MemoryReleaseStore is one release, a draft, with its assets; it writes down every call. */
export class MemoryReleaseStore implements ReleaseStore {
  release: Release = {
    ...{
      id: 1,
      tag: 'v1',
      url: 'https://x/1',
      isDraft: true,
      isImmutable: false,
      uploadUrl: 'https://x/upload{?name}',
    },
  }
  /** Further releases of any tag. */
  readonly others: Release[] = []
  readonly entries: Entry[] = []
  readonly calls: string[] = []
  tellsDigests = true
  /** How many of the next listings are from before everything. */
  emptyListings = 0
  /** Runs before every call takes effect; what others do meanwhile. */
  before: (operation: Operation) => void = () => undefined
  /** The process ends at the call of this number, `before` or `after` it took effect. */
  end: { readonly at: number; readonly when: 'before' | 'after' } | undefined
  readonly #mishaps = new Map<Operation, Mishap[]>()
  #lastId = 100

  fail(operation: Operation, ...mishaps: Mishap[]): void {
    this.#mishaps.set(operation, mishaps)
  }

  put(name: string, text: string, isComplete = true): number {
    this.entries.push({ id: ++this.#lastId, name, bytes: Buffer.from(text), isComplete })
    return this.#lastId
  }

  /** The text of every complete asset by its name. */
  texts(): Readonly<Record<string, string>> {
    const complete = this.entries.filter(({ isComplete }) => isComplete)
    return Object.fromEntries(complete.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]))
  }

  async withTag(tag: string): Promise<readonly Release[]> {
    return this.#call('withTag', tag, () => [this.release, ...this.others].filter((release) => release.tag === tag))
  }

  async withId(id: number): Promise<Release | undefined> {
    return this.#call('withId', id, () => [this.release, ...this.others].find((release) => release.id === id))
  }

  async assets(): Promise<readonly ReleaseAsset[]> {
    return this.#call('assets', '', () =>
      this.emptyListings-- > 0 ? [] : this.entries.map((entry) => this.#view(entry)),
    )
  }

  async upload(_: Release, name: string, bytes: Uint8Array): Promise<ReleaseAsset> {
    return this.#call('upload', name, (mishap) => {
      const stored = storedName(name)
      if (this.entries.some((entry) => entry.name === stored)) throw assetExists(stored, 'GitHub says so')
      this.put(stored, mishap === 'starter' ? '' : Buffer.from(bytes).toString(), mishap !== 'starter')
      return this.#view(this.#with(this.#lastId))
    })
  }

  async rename(asset: ReleaseAsset, name: string): Promise<ReleaseAsset> {
    return this.#call('rename', name, () => {
      const entry = this.#with(asset.id)
      const stored = storedName(name)
      if (this.entries.some((each) => each !== entry && each.name === stored))
        throw assetExists(stored, 'GitHub says so')
      entry.name = stored
      return this.#view(entry)
    })
  }

  async remove(asset: ReleaseAsset): Promise<void> {
    this.#call('remove', asset.name, () => {
      const index = this.entries.findIndex(({ id }) => id === asset.id)
      if (index !== -1) this.entries.splice(index, 1)
    })
  }

  async read(asset: ReleaseAsset): Promise<Uint8Array> {
    return this.#call('read', asset.name, () => this.#with(asset.id).bytes)
  }

  #with(id: number): Entry {
    const entry = this.entries.find((each) => each.id === id)
    if (entry === undefined) throw releaseNotFound('no such asset')
    return entry
  }

  #view({ id, name, bytes, isComplete }: Entry): ReleaseAsset {
    const digest = this.tellsDigests && isComplete ? { digest: sha256Of(bytes) } : {}
    const state = isComplete ? 'uploaded' : 'starter'
    return { id, name, state, size: bytes.length, url: `https://x/${name}`, ...digest }
  }

  #call<T>(operation: Operation, subject: string | number, effect: (mishap: Mishap) => T): T {
    this.before(operation)
    this.calls.push(`${operation} ${subject}`.trim())
    const number = this.calls.length
    const { at = Infinity, when } = this.end ?? {}
    if (number > at || (number === at && when === 'before')) throw new Error('the process has ended')
    const mishap = this.#mishaps.get(operation)?.shift() ?? 'none'
    if (mishap instanceof ActionError) throw mishap
    if (mishap === 'reset') throw broken()
    const result = effect(mishap)
    if (number === at) throw new Error('the process has ended')
    if (mishap !== 'none') throw broken()
    return result
  }
}

/** broken is the transient error of a connection that broke. */
export function broken(): ActionError {
  return serviceFailure('release', 'network', { text: 'connection reset' })
}

/** newTools returns the real retry loop without its waits, and a log that remembers. */
export function newTools(): Tools & { readonly log: RecordingLog } {
  const log = newLog()
  const clock = { now: () => 0, sleep: () => Promise.resolve(), random: () => 0 }
  return { log, clock, call: retrying(log, new AbortController().signal, clock) }
}

/** releaseToolsFor returns the collaborators of one step. */
export function releaseToolsFor(store: ReleaseStore): ReleaseTools & { readonly log: RecordingLog } {
  const { log, call } = newTools()
  return { store, log, call: (attempt) => call({ service: 'release', deadline: 60_000, attempt }) }
}
