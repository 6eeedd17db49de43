/*
 * Owns a job that signs two files and attaches what it wrote to a release in memory.
 */
import { reserveRelease, type ReleaseReservation, type SettledRelease } from '../../src/core/release/release.ts'
import { sha256Of } from '../../src/core/shared/encoding.ts'
import type { IsOurs, Tools, WrittenFile } from '../../src/core/types.ts'
import { MemoryReleaseStore, newTools } from './memory-release-store.ts'

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

/** ours judges bundles: every one of this test is ours, but there must be one. */
export const ours: IsOurs = (bundle) => bundle.includes('.sigstore.json by ')

/** files are what one job writes. */
export function files(by: string): readonly WrittenFile[] {
  return names.map((name) => ({ path: `/dist/${name}`, text: `${name} by ${by}` }))
}

/** texts are the same by name. */
export function texts(by: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, `${name} by ${by}`]))
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
export async function attach(job: Job, by: string): ReturnType<SettledRelease['publish']> {
  const release = await (await reserve(job)).settle(signed, ours)
  return release.publish(files(by))
}

/** draftWith is a draft with a file of somebody else, and where asked what another job attached earlier. */
export function draftWith(earlier?: string): MemoryReleaseStore {
  const store = new MemoryReleaseStore()
  store.put('notes.txt', 'untouched')
  for (const [name, text] of Object.entries(earlier === undefined ? {} : texts(earlier))) store.put(name, text)
  return store
}
