/*
 * Owns what a plan is made of: signed files with three signature files each, and assets that are there.
 */
import type { ReleaseSubject } from '../../src/core/release/release-plan.ts'
import type { ReleaseAsset } from '../../src/core/types.ts'

/** options are those of the second attempt of a run that has time enough. */
export const options = { run: { runId: '3003', runAttempt: 2 }, budget: 600_000 }

/** draft and published are releases. */
export const [draft, published] = [{ isDraft: true }, { isDraft: false }]

/** subject returns a signed file and what will be attached for it. */
export function subject(name: string): ReleaseSubject {
  const file = `/job/${name}`
  return { name, bundle: `${file}.sigstore.json`, others: [`${file}.pem`, `${file}.sig`] }
}

let lastId = 0

/** asset returns an asset with an id of its own: whole, or what an upload left that broke off. */
export function asset(name: string, isComplete = true): ReleaseAsset {
  const state = isComplete ? 'uploaded' : 'starter'
  return { id: ++lastId, name, state, size: isComplete ? 10 : 0, url: `https://x/${name}` }
}
