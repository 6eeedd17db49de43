/*
 * Owns a job that signs two files and attaches what it wrote to a release in memory.
 */
import { reserveRelease, type ReleaseReservation, type SettledRelease } from '../../src/core/release/release.ts'
import { sha256Of } from '../../src/core/shared/encoding.ts'
import type { IsOurs, Tools, WrittenFile } from '../../src/core/types.ts'
import { MemoryReleaseStore, newTools } from './memory-release-store.ts'
import { olderFiles } from './older-files.ts'

const suffixes = ['.sigstore.json', '.pem', '.sig']

/** subjects are the files that the job signs, and theirs. */
export const subjects = ['y.iso', 'x.iso'].map((name) => {
  const [bundle = '', ...others] = suffixes.map((suffix) => `/dist/${name}${suffix}`)
  return { name, bundle, others }
})

/** names are what is attached. */
export const names = subjects.flatMap(({ name }) => suffixes.map((suffix) => name + suffix))

const sha256 = sha256Of(Buffer.from('image'))

/** signed are the digests of the subjects. */
export const signed = [{ sha256 }, { sha256 }]

/** Who attaches something in a test. */
const everybody = ['me', 'an earlier run', 'attempt 1', 'attempt 2', 'one', 'other'] as const

type Who = (typeof everybody)[number]

const made = new Map(
  await Promise.all(
    everybody.map(async (by) => {
      const sets = await Promise.all(['x.iso', 'y.iso'].map((name) => olderFiles(name)))
      return [by, Object.assign({}, ...sets) as Readonly<Record<string, string>>] as const
    }),
  ),
)

/** ours judges bundles: every one of this test is ours. */
export const ours: IsOurs = (bundle) => [...made.values()].some((set) => Object.values(set).includes(bundle))

/** texts are what one job writes, by name: signature files as they should be. */
export function texts(by: Who): Readonly<Record<string, string>> {
  return made.get(by) ?? {}
}

/** files are the same as files. */
export function files(by: Who): readonly WrittenFile[] {
  return Object.entries(texts(by)).map(([name, text]) => ({ path: `/dist/${name}`, text: () => text }))
}

/** Job is one attempt of a run; the first of run 3003 where left out. */
export interface Job {
  readonly store: MemoryReleaseStore
  readonly tools?: Tools
  readonly run?: { readonly runId: string; readonly runAttempt: number }
  readonly order?: typeof subjects
}

/** reserve looks at the release for a job. */
export function reserve({ store, tools = newTools(), order = subjects, run }: Job): Promise<ReleaseReservation> {
  const options = { run: run ?? { runId: '3003', runAttempt: 1 }, budget: 600_000 }
  return reserveRelease(store, tools, { kind: 'tag', tag: 'v1' }, order, options)
}

/** attach does all three steps. */
export async function attach(job: Job, by: Who): ReturnType<SettledRelease['publish']> {
  const release = await (await reserve(job)).settle(signed, ours)
  return release.publish(files(by))
}

/** draftWith is a draft with a file of somebody else, and where asked what another job attached earlier. */
export function draftWith(earlier?: Who): MemoryReleaseStore {
  const store = new MemoryReleaseStore()
  store.put('notes.txt', 'untouched')
  for (const [name, text] of Object.entries(earlier === undefined ? {} : texts(earlier))) store.put(name, text)
  return store
}
