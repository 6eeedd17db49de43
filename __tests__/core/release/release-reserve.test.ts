/* Shows what is looked at once the digests are known: the signed file on the release, and whose the old signatures are. */
import { describe, expect, it } from '@jest/globals'
import { planAssets, type ReleasePlan } from '../../../src/core/release/release-plan.ts'
import { reserveAssets } from '../../../src/core/release/release-reserve.ts'
import { sha256Of } from '../../../src/core/shared/encoding.ts'
import { MemoryReleaseStore, releaseToolsFor } from '../../support/memory-release-store.ts'
import type { IsOurs } from '../../../src/core/types.ts'

const signed = sha256Of(Buffer.from('image'))
const subject = { name: 'dist/x.iso', bundle: '/dist/x.iso.sigstore.json', others: ['/dist/x.iso.sig'] }

/** The bundles of this test name whom they are of and what they are about. */
const judge: IsOurs = (text, sha256) => text === `ours ${sha256}`
const OURS = `ours ${signed}`

async function planOf(store: MemoryReleaseStore, subjects = [subject]): Promise<ReleasePlan> {
  const options = { run: { runId: '3003', runAttempt: 2 }, budget: 600_000 }
  return planAssets(store.release, await store.assets(), subjects, options)
}

async function reserve(store: MemoryReleaseStore, answer: IsOurs = judge) {
  const tools = releaseToolsFor(store)
  const plan = await planOf(store)
  const before = store.texts()
  const ids = await reserveAssets(tools, plan, [{ sha256: signed }], answer).finally(() =>
    expect(store.texts()).toEqual(before),
  )
  return { ids, notices: tools.log.notices }
}

describe('the signed file on the release', () => {
  it('must be the one that was signed', async () => {
    const store = new MemoryReleaseStore()
    store.put('x.iso', 'another image')
    await expect(reserve(store)).rejects.toMatchObject({
      code: 'E_RELEASE_DIGEST_MISMATCH',
      message: expect.stringMatching(new RegExp(`'dist/x.iso'.*${signed}.*'x.iso'`)) as unknown,
    })
  })

  it('is passed in silence when it is', async () => {
    const store = new MemoryReleaseStore()
    store.put('x.iso', 'image')
    expect(await reserve(store)).toEqual({ ids: new Set(), notices: [] })
  })

  it.each([
    ['it is not there', () => undefined, /^Not on the release.*'dist\/x.iso'$/],
    ['its upload broke off', (store: MemoryReleaseStore) => store.put('x.iso', '', false), /^Not on the release/],
    [
      'GitHub knows no digest',
      (store: MemoryReleaseStore) => {
        store.put('x.iso', 'another image')
        store.tellsDigests = false
      },
      /no digest to compare: 'dist\/x.iso'$/,
    ],
  ])('is a notice when %s', async (_, change, notice) => {
    const store = new MemoryReleaseStore()
    change(store)
    expect((await reserve(store)).notices).toEqual([expect.stringMatching(notice)])
  })

  it('is one notice for many', async () => {
    const store = new MemoryReleaseStore()
    const names = Array.from({ length: 7 }, (_, index) => `x${index}.iso`)
    const subjects = names.map((name) => ({ name, bundle: `/${name}.sigstore.json`, others: [] }))
    const tools = releaseToolsFor(store)
    await reserveAssets(
      tools,
      await planOf(store, subjects),
      names.map(() => ({ sha256: signed })),
      judge,
    )
    expect(tools.log.notices).toEqual([expect.stringMatching(/'x4.iso' and 2 more$/)])
  })
})

describe('a taken name on a draft', () => {
  it('may be replaced when the bundle beside it is ours for this digest', async () => {
    const store = new MemoryReleaseStore()
    const ids = [store.put('x.iso.sigstore.json', OURS), store.put('x.iso.sig', 'old')]
    expect((await reserve(store)).ids).toEqual(new Set(ids))
  })

  it('may be replaced when what was to replace that bundle is ours for this digest', async () => {
    const store = new MemoryReleaseStore()
    store.put('keyless-sign.3003.1.x.iso.sigstore.json', OURS)
    const id = store.put('x.iso.sig', 'old')
    expect((await reserve(store)).ids).toEqual(new Set([id]))
  })

  it('may be replaced when the file itself is there, whosever the bundle is', async () => {
    const store = new MemoryReleaseStore()
    store.put('x.iso', 'image')
    const ids = [store.put('x.iso.sigstore.json', 'theirs'), store.put('x.iso.sig', 'old')]
    expect((await reserve(store)).ids).toEqual(new Set(ids))
    expect(store.calls).not.toContain('read x.iso.sigstore.json')
  })

  it.each<[string, string | undefined]>([
    ['another identity', `theirs ${signed}`],
    ['another digest', `ours ${sha256Of(Buffer.from('another image'))}`],
    ['no bundle at all', undefined],
    ['a file too large to be a bundle', OURS.padEnd(300_000)],
  ])('is an error beside a bundle of %s', async (_, bundle) => {
    const store = new MemoryReleaseStore()
    if (bundle !== undefined) store.put('x.iso.sigstore.json', bundle)
    store.put('x.iso.sig', 'old')
    const large: IsOurs = (text, sha256) => judge(text.trim(), sha256)
    await expect(reserve(store, large)).rejects.toMatchObject({ code: 'E_RELEASE_ASSET_EXISTS' })
  })

  it('is an error where nobody tells that the file beside it is the signed one', async () => {
    const store = new MemoryReleaseStore()
    store.tellsDigests = false
    store.put('x.iso', 'image')
    store.put('x.iso.sig', 'old')
    await expect(reserve(store)).rejects.toMatchObject({ code: 'E_RELEASE_ASSET_EXISTS' })
  })

  it('is looked at only after all digests: nothing is read before a mismatch', async () => {
    const store = new MemoryReleaseStore()
    store.put('x.iso', 'another image')
    store.put('x.iso.sigstore.json', OURS)
    await expect(reserve(store)).rejects.toMatchObject({ code: 'E_RELEASE_DIGEST_MISMATCH' })
    expect(store.calls).not.toContain('read x.iso.sigstore.json')
  })
})
