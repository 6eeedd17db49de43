/* Shows the whole way of a release: looked at, reserved, attached, read back. */
import { describe, expect, it } from '@jest/globals'
import { sha256Of } from '../../../src/core/shared/encoding.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { newTools, type MemoryReleaseStore } from '../../support/memory-release-store.ts'
import { attach, draftWith, files, ours, reserve, signed, texts } from '../../support/release-job.ts'

type Entry = MemoryReleaseStore['entries'][number]

describe('a release', () => {
  it('gets every file, told as it was read back', async () => {
    const store = draftWith()
    const { release, assets: attached } = await attach({ store }, 'me')
    expect(release).toBe(store.release)
    expect(store.texts()).toEqual({ 'notes.txt': 'untouched', ...texts('me') })
    expect(attached).toHaveLength(6)
    const bytes = Buffer.from(texts('me')['x.iso.sigstore.json'] ?? '')
    const [name, url] = ['x.iso.sigstore.json', 'https://x/x.iso.sigstore.json']
    expect(attached[0]).toEqual({ name, url, size: bytes.length, sha256: sha256Of(bytes) })
  })

  it('gets the bundle of a file first, and files in an order that all jobs share', async () => {
    const store = draftWith()
    await attach({ store }, 'me')
    const uploads = store.calls.filter((call) => call.startsWith('upload'))
    expect(uploads).toEqual(
      ['x.iso.sigstore.json', 'x.iso.pem', 'x.iso.sig', 'y.iso.sigstore.json', 'y.iso.pem', 'y.iso.sig'].map(
        (name) => `upload ${name}`,
      ),
    )
  })

  it('has its earlier signatures replaced on a draft, and only these', async () => {
    const store = draftWith('an earlier run')
    const [notes] = store.entries
    await attach({ store }, 'me')
    expect(store.texts()).toEqual({ 'notes.txt': 'untouched', ...texts('me') })
    expect(store.entries[0]).toBe(notes)
  })

  it('takes files when it is published, as long as all names are free', async () => {
    const store = draftWith()
    store.release = { ...store.release, isDraft: false }
    await attach({ store }, 'me')
    expect(store.texts()).toMatchObject(texts('me'))
  })

  it('is not changed by being looked at and reserved', async () => {
    const store = draftWith('an earlier run')
    store.put('keyless-sign.3003.1.x.iso.sig', 'left')
    const before = store.texts()
    const release = await reserve({ store, run: { runId: '3003', runAttempt: 2 } })
    await release.settle(signed, ours)
    expect(store.texts()).toEqual(before)
  })

  it('loses an empty asset that was in the way, and no other one', async () => {
    const store = draftWith()
    store.put('x.iso.sig', '', false)
    store.put('z.iso', '', false)
    await attach({ store }, 'me')
    expect(store.texts()).toMatchObject(texts('me'))
    expect(store.entries.filter(({ isComplete }) => !isComplete).map(({ name }) => name)).toEqual(['z.iso'])
  })

  it('is told as it is after the signing', async () => {
    const store = draftWith()
    const release = await (await reserve({ store })).settle(signed, ours)
    store.release = { ...store.release, isDraft: false, url: 'https://x/published' }
    expect((await release.publish(files('me'))).release).toBe(store.release)
  })

  it('is told of what other runs left there', async () => {
    const store = draftWith()
    store.put('keyless-sign.1.1.x.iso.sig', 'left')
    const tools = newTools()
    await reserve({ store, tools })
    expect(tools.log.notices).toEqual([expect.stringContaining("'keyless-sign.1.1.x.iso.sig'")])
  })

  it('is told of nothing where other runs left nothing', async () => {
    const tools = newTools()
    await reserve({ store: draftWith(), tools })
    expect(tools.log.notices).toEqual([])
  })

  it('is no success when the run is cancelled while it cleans up after an earlier attempt', async () => {
    const store = draftWith()
    store.put('keyless-sign.3003.1.x.iso.sig', 'left')
    const cancelled = new ActionError('E_CANCELLED', 'cancelled', { fix: 'none' })
    store.fail('remove', cancelled)
    await expect(attach({ store, run: { runId: '3003', runAttempt: 2 } }, 'me')).rejects.toBe(cancelled)
  })
})

describe('attaching is refused', () => {
  it.each<[string, (store: MemoryReleaseStore) => unknown, string]>([
    ['the release is gone', (store) => (store.release = { ...store.release, id: 2 }), 'E_RELEASE_NOT_FOUND'],
    [
      'it became immutable',
      (store) => (store.release = { ...store.release, isDraft: false, isImmutable: true }),
      'E_RELEASE_IMMUTABLE',
    ],
    ['it was published', (store) => (store.release = { ...store.release, isDraft: false }), 'E_RELEASE_ASSET_EXISTS'],
    ['another job took a name', (store) => store.put('x.iso.pem', 'theirs'), 'E_RELEASE_ASSET_EXISTS'],
    ['another job is taking a name', (store) => store.put('x.iso.pem', '', false), 'E_RELEASE_ASSET_EXISTS'],
  ])('when %s while the files were signed', async (_, change, code) => {
    const store = draftWith()
    store.put('y.iso.sigstore.json', texts('an earlier run')['y.iso.sigstore.json'] ?? '')
    const release = await (await reserve({ store })).settle(signed, ours)
    change(store)
    const before = store.texts()
    await expect(release.publish(files('me'))).rejects.toMatchObject({ code })
    expect(store.texts()).toEqual(before)
  })
})

describe('the signed file on the release', () => {
  it('is compared again before anything is attached', async () => {
    const store = draftWith()
    const release = await (await reserve({ store })).settle(signed, ours)
    store.put('x.iso', 'another image')
    await expect(release.publish(files('me'))).rejects.toMatchObject({ code: 'E_RELEASE_DIGEST_MISMATCH' })
    expect(store.calls.filter((call) => call.startsWith('upload'))).toEqual([])
  })

  it('is compared once more when all is attached', async () => {
    const store = draftWith()
    const release = await (await reserve({ store })).settle(signed, ours)
    store.before = (operation) => {
      if (operation === 'assets' && store.entries.length === 7) store.put('x.iso', 'another image')
    }
    await expect(release.publish(files('me'))).rejects.toMatchObject({ code: 'E_RELEASE_DIGEST_MISMATCH' })
  })
})

describe('a failure half-way', () => {
  it('tells what is on the release already', async () => {
    const store = draftWith()
    const tools = newTools()
    store.fail('upload', 'none', 'none', new ActionError('E_RELEASE_PERMISSION', '403', { fix: 'none' }))
    await expect(attach({ store, tools }, 'me')).rejects.toMatchObject({ code: 'E_RELEASE_PERMISSION' })
    expect(tools.log.warnings).toEqual([expect.stringMatching(/already.*: x\.iso\.sigstore\.json, x\.iso\.pem$/)])
  })

  it('is one when GitHub stored something else', async () => {
    const store = draftWith()
    store.before = (operation) => {
      if (operation === 'assets' && store.entries.length === 7)
        store.entries.splice(6, 1, { ...store.entries.slice(-1)[0], bytes: Buffer.from('evil') } as Entry)
    }
    await expect(attach({ store }, 'me')).rejects.toMatchObject({ code: 'E_RELEASE_VERIFY', transient: undefined })
  })

  it('is one when a file is gone after its upload', async () => {
    const store = draftWith()
    store.before = (operation) => {
      if (operation === 'assets' && store.entries.length === 7) store.entries.pop()
    }
    await expect(attach({ store }, 'me')).rejects.toMatchObject({ code: 'E_RELEASE_VERIFY' })
  })

  it('is none when the listing is behind for a moment', async () => {
    const store = draftWith()
    store.before = (operation) => {
      if (operation === 'upload' && store.entries.length === 6) store.emptyListings = 2
    }
    expect((await attach({ store }, 'me')).assets).toHaveLength(6)
  })

  it.each([true, false])('is seen in the bytes, whether GitHub has digests or not: %p', async (tellsDigests) => {
    const store = draftWith()
    store.tellsDigests = tellsDigests
    await attach({ store }, 'me')
    expect(store.calls.filter((call) => call.startsWith('read'))).toHaveLength(6)
  })

  it.each(['assets', 'upload', 'rename', 'remove'] as const)(
    'of the network in each first %s is survived',
    async (operation) => {
      for (const mishap of ['reset', 'lost'] as const) {
        const store = draftWith('an earlier run')
        store.fail(operation, mishap)
        await attach({ store }, 'me')
        expect(store.texts()).toEqual({ 'notes.txt': 'untouched', ...texts('me') })
      }
    },
  )

  it('to clean up is a warning', async () => {
    const store = draftWith()
    store.put('keyless-sign.3003.1.x.iso.sig', 'left')
    const tools = newTools()
    store.fail('remove', new ActionError('E_RELEASE_RESPONSE', 'answered 422', { fix: 'none' }))
    await attach({ store, tools, run: { runId: '3003', runAttempt: 2 } }, 'me')
    expect(tools.log.warnings).toEqual([expect.stringContaining("'keyless-sign.3003.1.x.iso.sig'")])
  })
})
