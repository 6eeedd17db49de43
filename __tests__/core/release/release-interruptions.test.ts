/* Shows a release whose job ends at any of its calls, and one that two jobs attach to at once. */
import { describe, expect, it } from '@jest/globals'
import type { SettledRelease } from '../../../src/core/release/release.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { attach, draftWith, files, names, ours, reserve, signed, subjects, texts } from '../../support/release-job.ts'

/** Every call that attaching to a draft makes, with an earlier set there or without. */
async function callsOf(earlier?: 'an earlier run'): Promise<number> {
  const store = draftWith(earlier)
  await attach({ store }, 'attempt 1')
  return store.calls.length
}

const ends = await Promise.all(
  ([undefined, 'an earlier run'] as const).map(async (earlier) =>
    Array.from({ length: await callsOf(earlier) }, (_, index) => index + 1).flatMap((at) =>
      (['before', 'after'] as const).map((when) => ({ earlier, at, when })),
    ),
  ),
)

describe.each(ends.flat())(
  'a process that ends $when call $at took effect (there before: $earlier)',
  ({ earlier, ...end }) => {
    it('leaves of every file the old or the new, and its next attempt exactly the new', async () => {
      const store = draftWith(earlier)
      store.end = end
      await expect(attach({ store }, 'attempt 1')).rejects.toThrow('the process has ended')
      const present = Object.values(store.texts())
      for (const name of names) {
        const versions = [texts('attempt 1')[name], ...(earlier === undefined ? [] : [texts(earlier)[name]])]
        if (earlier !== undefined) expect(present.some((text) => versions.includes(text))).toBe(true)
      }
      expect(store.texts()).toMatchObject({ 'notes.txt': 'untouched' })

      store.end = undefined
      await attach({ store, run: { runId: '3003', runAttempt: 2 } }, 'attempt 2')
      expect(store.texts()).toEqual({ 'notes.txt': 'untouched', ...texts('attempt 2') })
      expect(store.entries).toHaveLength(7)
    })
  },
)

describe('two jobs at once', () => {
  it.each<[undefined | 'an earlier run', string, number]>([
    [undefined, '3003', 1],
    [undefined, '4004', 1],
    ['an earlier run', '3003', 1],
    ['an earlier run', '4004', 1],
  ])('end with one whole set, whoever comes second (there before: %s, run %s)', async (earlier, runId, runAttempt) => {
    for (let start = 0; start < 40; start++) {
      const store = draftWith(earlier)
      const jobs = [{ store }, { store, run: { runId, runAttempt }, order: subjects.toReversed() }]
      const settled = jobs.map(async (job) => (await reserve(job)).settle(signed, ours))
      const [one, other] = (await Promise.all(settled)) as [SettledRelease, SettledRelease]
      let calls = 0
      let second: Promise<unknown> | undefined
      store.before = () => {
        if (calls++ === start) second = other.publish(files('other')).then(() => 'other', codeOf)
      }
      const first = await one.publish(files('one')).then(() => 'one', codeOf)
      const winners = [first, (await second) ?? 'E_RELEASE_ASSET_EXISTS']
      expect(winners.filter((each) => each === 'E_RELEASE_ASSET_EXISTS')).toHaveLength(1)
      const winner = winners.includes('one') ? 'one' : 'other'
      expect(winners).toContain(winner)
      expect(store.texts()).toEqual({ 'notes.txt': 'untouched', ...texts(winner) })
    }
  })
})

describe('a job of another run that begins while one replaces older files', () => {
  it('is refused, or makes way, or replaces the whole new set: no set is mixed, and one of both ends well', async () => {
    const most = await callsOf('an earlier run')
    for (let start = 0; start < most; start++) {
      const store = draftWith('an earlier run')
      const run = { runId: '4004', runAttempt: 1 }
      const one = await (await reserve({ store })).settle(signed, ours)
      let calls = 0
      let second: Promise<string> | undefined
      store.before = () => {
        if (calls++ === start) second = attach({ store, run }, 'other').then(() => 'other', codeOf)
      }
      const ends = [await one.publish(files('one')).then(() => 'one', codeOf), await second]
      const winner = ends.includes('other') ? 'other' : 'one'
      expect(ends).toContain(winner)
      expect(store.texts()).toEqual({ 'notes.txt': 'untouched', ...texts(winner) })
    }
  })
})

function codeOf(error: unknown): string {
  return error instanceof ActionError ? error.code : String(error)
}
