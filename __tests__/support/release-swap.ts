/*
 * Owns a job that replaces older files of one or two subjects on a draft in memory.
 */
import type { PlannedAsset, PlannedSubject } from '../../src/core/release/release-plan.ts'
import { swapSubject } from '../../src/core/release/release-swap.ts'
import type { ReleaseAsset } from '../../src/core/types.ts'
import { MemoryReleaseStore, releaseToolsFor } from './memory-release-store.ts'

const run = { runId: '1', runAttempt: 1 }

/** done is what the draft of withOld holds when all is replaced. */
export const done = { 'x.iso': 'image', 'x.sig': 'new x.sig', 'x.pem': 'new x.pem' }

/** asBefore is what the draft of withOld holds. */
export const asBefore = { 'x.iso': 'image', 'x.sig': 'old x.sig', 'x.pem': 'old x.pem' }

/** withOld is a draft with a file and its older signature files, and `more` older files. */
export function withOld(...more: readonly string[]): MemoryReleaseStore {
  const store = new MemoryReleaseStore()
  for (const name of ['x.sig', 'x.pem', ...more]) store.put(name, `old ${name}`)
  store.put('x.iso', 'image')
  return store
}

/** SwapOptions are what a test says of the job. */
export interface SwapOptions {
  readonly subjects?: readonly string[]
  /** What the names of each subject's files end with. */
  readonly suffixes?: readonly string[]
  readonly tools?: ReturnType<typeof releaseToolsFor>
}

/** swap replaces the files of each subject and returns the names of those that got their places. */
export async function swap(
  store: MemoryReleaseStore,
  { subjects = ['x'], suffixes = ['.sig', '.pem'], tools = releaseToolsFor(store) }: SwapOptions = {},
): Promise<readonly string[]> {
  const staged = new Map<PlannedAsset, ReleaseAsset>()
  const bytesOf = ({ name }: PlannedAsset): Uint8Array => Buffer.from(`new ${name}`)
  const found = await store.assets()
  const planned = subjects.map((name) => plan(name, suffixes, found))
  const placed: string[] = []
  for (const [index, subject] of planned.entries()) {
    const place = { subject, next: planned[index + 1] }
    await swapSubject(tools, { release: store.release, run, bytesOf, staged }, place, ({ name }) => placed.push(name))
  }
  return placed
}

function plan(file: string, suffixes: readonly string[], found: readonly ReleaseAsset[]): PlannedSubject {
  const assets = suffixes.map((suffix): PlannedAsset => {
    const name = file + suffix
    const holder = found.find((asset) => asset.name === name)
    return { path: `/${name}`, name, ...(holder && { holder }) }
  })
  return { name: file, isMade: false, assets, earlierBundles: [], leftovers: [] }
}
