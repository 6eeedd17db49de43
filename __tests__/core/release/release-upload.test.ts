/* Shows what becomes of one write whose answer never came, and of a name that is not free any more. */
import { describe, expect, it } from '@jest/globals'
import { holds, uploadAsset } from '../../../src/core/release/release-upload.ts'
import { sha256Of } from '../../../src/core/shared/encoding.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import type { ReleaseAsset } from '../../../src/core/types.ts'
import { MemoryReleaseStore, releaseToolsFor, type Mishap } from '../../support/memory-release-store.ts'

const file = { name: 'my x.sig', storedName: 'my.x.sig', bytes: Buffer.from('new') }
const upload = (store: MemoryReleaseStore): Promise<ReleaseAsset> =>
  uploadAsset(releaseToolsFor(store), store.release, file)

describe('an upload', () => {
  it('is one call, told under the name that GitHub gave it', async () => {
    const store = new MemoryReleaseStore()
    expect(await upload(store)).toMatchObject({ name: 'my.x.sig', size: 3 })
    expect(store.calls).toEqual(['upload my x.sig'])
  })

  it.each<[string, Mishap[], string[]]>([
    ['never arrived', ['reset'], ['upload my x.sig', 'assets', 'upload my x.sig']],
    ['arrived, but its answer did not', ['lost'], ['upload my x.sig', 'assets', 'read my.x.sig']],
    ['left an empty asset', ['starter'], ['upload my x.sig', 'assets', 'remove my.x.sig', 'upload my x.sig']],
  ])('that %s ends with one whole asset', async (_, mishaps, calls) => {
    const store = new MemoryReleaseStore()
    store.fail('upload', ...mishaps)
    expect(await upload(store)).toMatchObject({ name: 'my.x.sig' })
    expect(store.texts()).toEqual({ 'my.x.sig': 'new' })
    expect(store.entries).toHaveLength(1)
    expect(store.calls).toEqual(calls)
  })

  it.each([true, false])('that is said to be there already is done when it is: digests %p', async (tellsDigests) => {
    const store = new MemoryReleaseStore()
    store.tellsDigests = tellsDigests
    store.put('my.x.sig', 'new')
    expect(await upload(store)).toMatchObject({ name: 'my.x.sig' })
    expect(store.calls.filter((call) => call.startsWith('read'))).toHaveLength(1)
  })

  it.each([
    ['other bytes of the same length', 'old'],
    ['other bytes', 'older'],
  ])('does not touch %s', async (_, text) => {
    const store = new MemoryReleaseStore()
    store.put('my.x.sig', text)
    await expect(upload(store)).rejects.toMatchObject({ code: 'E_RELEASE_ASSET_EXISTS' })
    expect(store.texts()).toEqual({ 'my.x.sig': text })
  })

  it('does not touch what another job is uploading', async () => {
    const store = new MemoryReleaseStore()
    store.put('my.x.sig', '', false)
    await expect(upload(store)).rejects.toMatchObject({ code: 'E_RELEASE_ASSET_EXISTS' })
    expect(store.entries).toHaveLength(1)
  })

  it('does not take for its own what another job is uploading, should it tell our bytes', async () => {
    const store = new MemoryReleaseStore()
    store.put('my.x.sig', 'new', false)
    await expect(upload(store)).rejects.toMatchObject({ code: 'E_RELEASE_ASSET_EXISTS' })
  })

  it('does not touch what another job put there after a lost try', async () => {
    const store = new MemoryReleaseStore()
    store.fail('upload', 'reset')
    store.before = () => {
      store.put('my.x.sig', 'other')
      store.before = () => undefined
    }
    await expect(upload(store)).rejects.toMatchObject({ code: 'E_RELEASE_ASSET_EXISTS' })
    expect(store.texts()).toEqual({ 'my.x.sig': 'other' })
    expect(store.calls).toEqual(['upload my x.sig', 'assets'])
  })

  it('says what it removes', async () => {
    const store = new MemoryReleaseStore()
    store.fail('upload', 'starter')
    const tools = releaseToolsFor(store)
    await uploadAsset(tools, store.release, file)
    expect(tools.log.infos).toContainEqual(expect.stringMatching(/^Removing 'my\.x\.sig'/))
  })

  it('finds what it left behind in the second listing, when the first is too old', async () => {
    const store = new MemoryReleaseStore()
    store.fail('upload', 'starter')
    store.emptyListings = 1
    await upload(store)
    expect(store.texts()).toEqual({ 'my.x.sig': 'new' })
  })

  it('is given up when GitHub refuses it', async () => {
    const store = new MemoryReleaseStore()
    store.fail('upload', new ActionError('E_RELEASE_PERMISSION', '403', { fix: 'contents: write' }))
    await expect(upload(store)).rejects.toMatchObject({ code: 'E_RELEASE_PERMISSION' })
    expect(store.calls).toHaveLength(1)
  })
})

describe('an asset', () => {
  it('whose digest is told to be another does not hold our bytes, whatever is read of it', async () => {
    const store = new MemoryReleaseStore()
    const told = { ...(await upload(store)), digest: sha256Of(Buffer.from('old')) }
    expect(await holds(store, told, file.bytes, new AbortController().signal)).toBe(false)
  })
})
