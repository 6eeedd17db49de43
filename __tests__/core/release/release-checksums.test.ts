/* Shows that a checksum file on a release is never replaced: it says the same and stays, or nothing is attached. */
import { describe, expect, it } from '@jest/globals'
import { reserveRelease } from '../../../src/core/release/release.ts'
import type { ReleaseSubject } from '../../../src/core/release/release-plan.ts'
import { sha256Of } from '../../../src/core/shared/encoding.ts'
import { MemoryReleaseStore, newTools } from '../../support/memory-release-store.ts'
import { olderFiles } from '../../support/older-files.ts'
import type { IsOurs } from '../../../src/core/types.ts'

const TEXT = 'checksums of this run'
const file: ReleaseSubject = {
  ...{ name: 'x', bundle: '/w/x.sigstore.json', others: ['/w/x.sig'], checksums: '/w/x.sha256' },
}
const list: ReleaseSubject = {
  ...{ name: 'SUMS', bundle: '/w/SUMS.sigstore.json', others: ['/w/SUMS.sig'], checksums: '/w/SUMS' },
}
const nobodys: IsOurs = () => false
const taken = { code: 'E_RELEASE_ASSET_EXISTS' }

/** Looks at a release and settles for one subject; `publish` then attaches its files. */
async function settled(store: MemoryReleaseStore, subject: ReleaseSubject) {
  const { bundle, others, checksums = '' } = subject
  const options = { run: { runId: '3003', runAttempt: 1 }, budget: 600_000 }
  const reserved = await reserveRelease(store, newTools(), { kind: 'tag', tag: 'v1' }, [subject], options)
  const signed = { sha256: sha256Of(Buffer.from(TEXT)), checksums: { path: checksums, text: TEXT, isThere: false } }
  const release = await reserved.settle([signed], nobodys)
  const written = [bundle, ...others].map((path) => ({ path, text: () => 'newer' }))
  return () => release.publish([...written, { path: checksums, text: () => TEXT }])
}

describe('a checksum file on the release', () => {
  it('that says the same stays the very asset that it was, and is told of like the others', async () => {
    const store = new MemoryReleaseStore()
    const id = store.put('x.sha256', TEXT)
    const { assets } = await (await settled(store, file))()
    expect(assets.map(({ name }) => name)).toEqual(['x.sigstore.json', 'x.sig', 'x.sha256'])
    expect(store.entries.find(({ name }) => name === 'x.sha256')?.id).toBe(id)
    expect(store.texts()).toEqual({ 'x.sha256': TEXT, 'x.sigstore.json': 'newer', 'x.sig': 'newer' })
    expect(store.calls).not.toContain('upload x.sha256')
  })

  it('that says something else ends the run before anything is public', async () => {
    const store = new MemoryReleaseStore()
    store.put('x.sha256', 'checksums of others')
    await expect(settled(store, file)).rejects.toMatchObject(taken)
    expect(store.texts()).toEqual({ 'x.sha256': 'checksums of others' })
  })

  it('that says something else is known for it where GitHub tells no digest', async () => {
    const store = new MemoryReleaseStore()
    store.tellsDigests = false
    store.put('x.sha256', TEXT.toUpperCase())
    await expect(settled(store, file)).rejects.toMatchObject(taken)
  })

  it('that came to say something else since is left as it is', async () => {
    const store = new MemoryReleaseStore()
    store.put('x.sha256', TEXT)
    const publish = await settled(store, file)
    store.entries.length = 0
    store.put('x.sha256', 'checksums of others')
    await expect(publish()).rejects.toMatchObject(taken)
    expect(store.texts()['x.sha256']).toBe('checksums of others')
  })

  it('that is new is attached', async () => {
    const store = new MemoryReleaseStore()
    await (
      await settled(store, file)
    )()
    expect(store.texts()).toEqual({ 'x.sigstore.json': 'newer', 'x.sig': 'newer', 'x.sha256': TEXT })
  })

  it('that is published stays, and its signatures come beside it', async () => {
    const store = new MemoryReleaseStore()
    store.release = { ...store.release, isDraft: false }
    store.put('x.sha256', TEXT)
    await (
      await settled(store, file)
    )()
    expect(store.texts()).toEqual({ 'x.sha256': TEXT, 'x.sigstore.json': 'newer', 'x.sig': 'newer' })
  })
})

describe('a list of checksums on the release', () => {
  it('that says the same lets its older signatures be replaced', async () => {
    const store = new MemoryReleaseStore()
    const { 'SUMS.sigstore.json': bundle = '', 'SUMS.sig': signature = '' } = await olderFiles('SUMS')
    store.put('SUMS.sigstore.json', bundle)
    store.put('SUMS.sig', signature)
    store.put('SUMS', TEXT)
    const { assets } = await (await settled(store, list))()
    expect(assets.map(({ name }) => name)).toEqual(['SUMS.sigstore.json', 'SUMS.sig', 'SUMS'])
    expect(store.texts()).toEqual({ SUMS: TEXT, 'SUMS.sigstore.json': 'newer', 'SUMS.sig': 'newer' })
  })

  it('that is missing gives no right to the signatures of others', async () => {
    const store = new MemoryReleaseStore()
    const others = await olderFiles('SUMS')
    for (const [name, text] of Object.entries(others)) store.put(name, text)
    await expect(settled(store, { ...list, others: ['/w/SUMS.sig', '/w/SUMS.pem'] })).rejects.toMatchObject(taken)
    expect(store.texts()).toEqual(others)
  })
})
