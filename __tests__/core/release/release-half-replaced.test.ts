/* Shows a replacement that GitHub or another job interrupts: what stays of it, and that nothing of others goes. */
import { describe, expect, it } from '@jest/globals'
import { assetExists } from '../../../src/core/release/release-errors.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { releaseToolsFor, type MemoryReleaseStore, type Operation } from '../../support/memory-release-store.ts'
import { asBefore, done, swap, withOld } from '../../support/release-swap.ts'

const taken = { code: 'E_RELEASE_ASSET_EXISTS' }
const refused = new ActionError('E_RELEASE_PERMISSION', '403', { fix: 'none' })
const [newSig, newPem] = [{ 'keyless-sign.1.1.x.sig': 'new x.sig' }, { 'keyless-sign.1.1.x.pem': 'new x.pem' }]

/** Does something right before a call of that operation, its first unless `nth` says otherwise. */
function meanwhile(store: MemoryReleaseStore, operation: Operation, action: () => unknown, nth = 1): void {
  let calls = 0
  store.before = (each) => {
    if (each === operation && ++calls === nth) action()
  }
}

function lose(store: MemoryReleaseStore, name: string): void {
  store.entries.splice(
    store.entries.findIndex((entry) => entry.name === name),
    1,
  )
}

describe('a renaming', () => {
  it('that GitHub refuses leaves the new files up: the old one is gone', async () => {
    const store = withOld()
    store.fail('rename', refused)
    await expect(swap(store)).rejects.toBe(refused)
    expect(store.texts()).toEqual({ 'x.iso': 'image', 'x.pem': 'old x.pem', ...newSig, ...newPem })
  })

  it('to a name that another job has taken leaves it to that job', async () => {
    const store = withOld()
    meanwhile(store, 'rename', () => store.put('x.sig', 'other'))
    await expect(swap(store)).rejects.toMatchObject(taken)
    expect(store.texts()).toEqual({ ...asBefore, 'x.sig': 'other' })
  })

  it('to a name that another job has had for a moment is tried again', async () => {
    const store = withOld()
    store.fail('rename', assetExists('x.sig', 'GitHub says so'))
    await swap(store)
    expect(store.texts()).toEqual(done)
  })

  it('to a name that another job has, though the listing is too old to tell, leaves it to that job', async () => {
    const store = withOld()
    meanwhile(store, 'rename', () => [store.put('x.sig', 'other'), (store.emptyListings = 1)])
    await expect(swap(store)).rejects.toMatchObject(taken)
    expect(store.texts()).toEqual({ ...asBefore, 'x.sig': 'other' })
  })

  it('is done where GitHub calls the name taken that the file has already', async () => {
    const store = withOld()
    const says = assetExists('x.sig', 'GitHub says so')
    store.fail('rename', 'lost', says, says)
    await swap(store)
    expect(store.texts()).toEqual(done)
  })
})

describe('before anything is deleted', () => {
  it('every new file is listed, not only some', async () => {
    const store = withOld()
    meanwhile(store, 'assets', () => lose(store, 'keyless-sign.1.1.x.pem'), 2)
    await expect(swap(store)).rejects.toMatchObject({ code: 'E_RELEASE_VERIFY' })
    expect(store.texts()).toEqual({ ...asBefore, ...newSig })
  })

  it('each place is looked at: the first is left alone, too, when another job has the last', async () => {
    const store = withOld()
    meanwhile(store, 'upload', () => {
      lose(store, 'x.pem')
      store.put('x.pem', 'other')
    })
    await expect(swap(store)).rejects.toMatchObject(taken)
    expect(store.texts()).toEqual({ ...asBefore, 'x.pem': 'other' })
  })

  it('the oldest of several other jobs is given way to, in whatever order they are listed', async () => {
    const store = withOld()
    store.put('keyless-sign.2.1.x.sig', 'earlier')
    const whenUp = (): unknown => [store.put('keyless-sign.3.1.x.sig', 'later'), store.entries.reverse()]
    meanwhile(store, 'assets', whenUp, 2)
    await expect(swap(store)).rejects.toMatchObject(taken)
    expect(store.texts()).toMatchObject({ ...asBefore, 'keyless-sign.2.1.x.sig': 'earlier' })
  })

  it.each<[string, Partial<MemoryReleaseStore['release']>]>([
    ['published', { isDraft: false }],
    ['gone', { id: 2 }],
  ])('the draft is looked at: nothing is renamed when it is %s', async (_, change) => {
    const store = withOld()
    meanwhile(store, 'withId', () => (store.release = { ...store.release, ...change }))
    await expect(swap(store)).rejects.toMatchObject(taken)
    expect(store.texts()).toEqual(asBefore)
    expect(store.calls.filter((call) => call.startsWith('rename'))).toEqual([])
  })
})

describe('a draft that is published half-way', () => {
  it('keeps the new file that has its place, and the old one that has not yet made room', async () => {
    const store = withOld()
    meanwhile(store, 'withId', () => (store.release = { ...store.release, isDraft: false }), 2)
    await expect(swap(store)).rejects.toMatchObject(taken)
    expect(store.texts()).toEqual({ ...asBefore, 'x.sig': 'new x.sig' })
  })
})

describe('the next subject', () => {
  it('is seen to be next while one of a single file is replaced', async () => {
    const store = withOld('y.sig')
    await swap(store, { subjects: ['x', 'y'], suffixes: ['.sig'] })
    const calls = store.calls.filter((call) => /^(?:upload|rename)/.test(call))
    expect(calls.slice(1, 3)).toEqual(['upload keyless-sign.1.1.y.sig', 'rename x.sig'])
  })

  it('being replaced by another job, this one is ended first', async () => {
    const store = withOld('y.sig', 'y.pem')
    const others = { 'y.sig': 'old y.sig', 'y.pem': 'old y.pem', 'keyless-sign.1.1.y.sig': 'other' }
    store.put('keyless-sign.1.1.y.sig', 'other')
    await expect(swap(store, { subjects: ['x', 'y'] })).rejects.toMatchObject(taken)
    expect(store.texts()).toEqual({ ...done, ...others })
  })

  it('that cannot be uploaded ends the run with its own error', async () => {
    const store = withOld('y.sig', 'y.pem')
    store.fail('upload', 'none', 'none', refused)
    await expect(swap(store, { subjects: ['x', 'y'] })).rejects.toBe(refused)
  })
})

describe('what is taken back', () => {
  it('and cannot be removed is a warning each, and the error stays the one that it was', async () => {
    const store = withOld()
    const tools = releaseToolsFor(store)
    store.fail('remove', refused, refused)
    meanwhile(store, 'withId', () => (store.release = { ...store.release, isDraft: false }))
    await expect(swap(store, { tools })).rejects.toMatchObject(taken)
    const named = ['sig', 'pem'].map((end) => expect.stringContaining(`'keyless-sign.1.1.x.${end}'`) as unknown)
    expect(tools.log.warnings).toEqual(named)
  })
})
