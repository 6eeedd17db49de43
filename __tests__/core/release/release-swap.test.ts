/* Shows how older files of a subject are replaced, what of its writes may be lost, and to whom it gives way. */
import { describe, expect, it } from '@jest/globals'
import { releaseToolsFor } from '../../support/memory-release-store.ts'
import { asBefore, done, swap, withOld } from '../../support/release-swap.ts'

describe('a replacement', () => {
  it('uploads everything, looks, then deletes and renames one after the other', async () => {
    const store = withOld()
    expect(await swap(store)).toEqual(['x.sig', 'x.pem'])
    expect(store.texts()).toEqual(done)
    expect(store.calls.slice(1)).toEqual([
      ...['upload keyless-sign.1.1.x.sig', 'upload keyless-sign.1.1.x.pem', 'assets'],
      ...['withId 1', 'remove x.sig', 'rename x.sig', 'withId 1', 'remove x.pem', 'rename x.pem'],
    ])
  })

  it('has the first file of the next subject up before the last one of this has its place', async () => {
    const store = withOld('y.sig')
    await swap(store, { subjects: ['x', 'y'] })
    const calls = store.calls.filter((call) => /^(?:upload|rename)/.test(call))
    expect(calls.slice(2, 6)).toEqual([
      ...['rename x.sig', 'upload keyless-sign.1.1.y.sig', 'rename x.pem', 'upload keyless-sign.1.1.y.pem'],
    ])
  })

  it('says what it replaces', async () => {
    const store = withOld()
    const tools = releaseToolsFor(store)
    await swap(store, { tools })
    expect(tools.log.infos.map((line) => /'([^']+)'/.exec(line)?.[1])).toEqual(['x.sig', 'x.pem'])
  })

  it.each(['upload', 'assets', 'remove', 'rename'] as const)(
    'survives that the answer to its %s is lost',
    async (operation) => {
      const store = withOld()
      store.fail(operation, ...(operation === 'assets' ? (['none'] as const) : []), 'lost')
      await swap(store)
      expect(store.texts()).toEqual(done)
    },
  )

  it('keeps the new one when the draft is published between a lost deletion and its second try', async () => {
    const store = withOld()
    store.fail('remove', 'none', 'lost')
    let removals = 0
    store.before = (operation) => {
      if (operation === 'remove' && ++removals === 2) store.release = { ...store.release, isDraft: false }
    }
    await swap(store)
    expect(store.texts()).toEqual(done)
  })

  it('is none, and an error, where the release never lists what was uploaded', async () => {
    const store = withOld()
    const planned = store.calls.length
    store.before = (operation) => {
      if (operation === 'assets' && store.calls.length > planned + 1) store.emptyListings = 1
    }
    await expect(swap(store)).rejects.toMatchObject({ code: 'E_RELEASE_VERIFY' })
    expect(store.texts()).toMatchObject(asBefore)
  })
})

describe('a replacement is given up, with no temporary file left, when', () => {
  it('the draft is published', async () => {
    const store = withOld()
    store.before = (operation) => {
      if (operation === 'upload') store.release = { ...store.release, isDraft: false }
    }
    await expect(swap(store)).rejects.toMatchObject({ code: 'E_RELEASE_ASSET_EXISTS' })
    expect(store.texts()).toEqual(asBefore)
  })

  it('a job of another run began earlier', async () => {
    const store = withOld()
    store.put('keyless-sign.2.1.x.pem', 'theirs')
    await expect(swap(store)).rejects.toMatchObject({
      code: 'E_RELEASE_ASSET_EXISTS',
      fix: expect.stringContaining("delete the asset 'keyless-sign.2.1.x.pem' by hand") as unknown,
    })
    expect(store.texts()).toEqual({ ...asBefore, 'keyless-sign.2.1.x.pem': 'theirs' })
  })

  it('another job has put something in that place', async () => {
    const store = withOld()
    store.before = (operation) => {
      if (operation !== 'upload') return
      store.entries.splice(0, 1)
      store.put('x.sig', 'other')
      store.before = () => undefined
    }
    await expect(swap(store)).rejects.toMatchObject({ code: 'E_RELEASE_ASSET_EXISTS' })
    expect(store.texts()).toEqual({ ...asBefore, 'x.sig': 'other' })
  })

  it('another job of the same attempt does the same', async () => {
    const store = withOld()
    store.put('keyless-sign.1.1.x.pem', 'other')
    await expect(swap(store)).rejects.toMatchObject({
      code: 'E_RELEASE_ASSET_EXISTS',
      message: expect.stringContaining("another job is replacing 'x.pem'") as unknown,
      fix: expect.stringContaining("delete the asset 'keyless-sign.1.1.x.pem' by hand") as unknown,
    })
    expect(store.texts()).toEqual({ ...asBefore, 'keyless-sign.1.1.x.pem': 'other' })
  })
})

it('a job that began later is not given way to', async () => {
  const store = withOld()
  store.before = (operation) => {
    if (operation === 'assets' && store.texts()['keyless-sign.1.1.x.pem']) store.put('keyless-sign.2.1.x.sig', 'theirs')
  }
  await swap(store)
  expect(store.texts()).toMatchObject(done)
})
