/* Shows what a failed run says of the log entries that nobody can take back. */
import { describe, expect, it } from '@jest/globals'
import { tellingWhatIsPublic } from '../../src/core/sign-all.ts'
import type { PublicEntry } from '../../src/core/sign-subject.ts'
import { newLog } from '../support/recording-log.ts'

const taken: PublicEntry = { name: 'a.iso', logIndex: '7', logUrl: 'https://rekor.test' }
const unheard: PublicEntry = { name: 'b.iso', logUrl: 'https://rekor.test' }

async function warningsAfter(
  failure: Error | undefined,
  ...entries: readonly PublicEntry[]
): Promise<readonly string[]> {
  const log = newLog()
  const work = tellingWhatIsPublic(log, (published) => {
    for (const entry of entries) published(entry)
    return failure === undefined ? Promise.resolve() : Promise.reject(failure)
  })
  if (failure === undefined) await work
  else await expect(work).rejects.toBe(failure)
  return log.warnings
}

describe('tellingWhatIsPublic', () => {
  const failure = new Error('the log went away')

  it('says nothing after a success', async () => {
    expect(await warningsAfter(undefined, taken, unheard)).toEqual([])
  })

  it('says nothing where nothing is public', async () => {
    expect(await warningsAfter(failure)).toEqual([])
  })

  it('lists an entry that the log took, by its index', async () => {
    expect(await warningsAfter(failure, taken)).toEqual([
      expect.stringMatching(/public already.*: a\.iso \(log index 7, https:\/\/rekor\.test\)$/),
    ])
  })

  it('does not call an entry public whose answer never came, only possible', async () => {
    expect(await warningsAfter(failure, unheard)).toEqual([
      expect.stringMatching(/^(?!.*public already).*may be public: b\.iso \(https:\/\/rekor\.test\)$/),
    ])
  })

  it('keeps the two apart in one warning, and names each entry once', async () => {
    const [warning = '', ...others] = await warningsAfter(failure, unheard, taken, unheard)
    expect(others).toEqual([])
    expect(warning).toMatch(/public already.*a\.iso.*may be public: b\.iso \(/)
    expect(warning.match(/b\.iso/g)).toHaveLength(1)
  })
})
