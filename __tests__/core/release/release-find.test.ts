import { describe, expect, it } from '@jest/globals'
import { findRelease } from '../../../src/core/release/release-find.ts'
import { broken, MemoryReleaseStore, releaseToolsFor } from '../../support/memory-release-store.ts'

const tag = { kind: 'tag', tag: 'v1' } as const

describe('the release', () => {
  it.each([true, false])('is found by its tag and by its id, a draft or not: %p', async (isDraft) => {
    const store = new MemoryReleaseStore()
    store.release = { ...store.release, isDraft }
    expect(await findRelease(releaseToolsFor(store), tag)).toBe(store.release)
    expect(await findRelease(releaseToolsFor(store), { kind: 'id', id: 1 })).toBe(store.release)
  })

  it('is looked for again when the connection breaks', async () => {
    const store = new MemoryReleaseStore()
    store.fail('withTag', broken())
    expect(await findRelease(releaseToolsFor(store), tag)).toBe(store.release)
  })

  it.each([{ kind: 'tag', tag: 'v2' } as const, { kind: 'id', id: 2 } as const])(
    'that is not seen is an error that tells who sees drafts: %j',
    async (wanted) => {
      await expect(findRelease(releaseToolsFor(new MemoryReleaseStore()), wanted)).rejects.toMatchObject({
        code: 'E_RELEASE_NOT_FOUND',
        fix: expect.stringContaining('contents: write') as unknown,
      })
    },
  )

  it('must be the only one of its tag: the error lists the ids of all', async () => {
    const store = new MemoryReleaseStore()
    store.others.push({ ...store.release, id: 2 }, { ...store.release, id: 3, isDraft: false })
    await expect(findRelease(releaseToolsFor(store), tag)).rejects.toMatchObject({
      code: 'E_RELEASE_AMBIGUOUS',
      message: expect.stringMatching(/: 1 \(draft\), 2 \(draft\), 3 \(published\)$/) as unknown,
      fix: expect.stringContaining('release-id') as unknown,
    })
    expect(await findRelease(releaseToolsFor(store), { kind: 'id', id: 2 })).toMatchObject({ id: 2 })
  })

  it('must not be immutable', async () => {
    const store = new MemoryReleaseStore()
    store.release = { ...store.release, isDraft: false, isImmutable: true }
    await expect(findRelease(releaseToolsFor(store), tag)).rejects.toMatchObject({
      code: 'E_RELEASE_IMMUTABLE',
      fix: expect.stringContaining('while it is a draft') as unknown,
    })
  })
})
