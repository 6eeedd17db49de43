/* Shows how older files of a subject are replaced, what of its writes may be lost, and to whom it gives way. */
import { describe, expect, it } from '@jest/globals'
import type { PlannedAsset, PlannedSubject } from '../../../src/core/release/release-plan.ts'
import { swapSubject } from '../../../src/core/release/release-swap.ts'
import type { ReleaseAsset } from '../../../src/core/types.ts'
import { MemoryReleaseStore, releaseToolsFor } from '../../support/memory-release-store.ts'

const run = { runId: '1', runAttempt: 1 }

async function subjectOf(store: MemoryReleaseStore, file: string): Promise<PlannedSubject> {
  const found = await store.assets()
  const assets = [`${file}.sig`, `${file}.pem`].map((name): PlannedAsset => {
    const holder = found.find((asset) => asset.name === name)
    return { path: `/${name}`, name, ...(holder && { holder }) }
  })
  return { name: file, isMade: false, assets, earlierBundles: [], leftovers: [] }
}

async function swap(store: MemoryReleaseStore, subjects: readonly string[] = ['x']) {
  const tools = releaseToolsFor(store)
  const staged = new Map<PlannedAsset, ReleaseAsset>()
  const bytesOf = ({ name }: PlannedAsset): Uint8Array => Buffer.from(`new ${name}`)
  const planned = await Promise.all(subjects.map((name) => subjectOf(store, name)))
  const placed: string[] = []
  for (const [index, subject] of planned.entries()) {
    const place = { subject, next: planned[index + 1] }
    await swapSubject(tools, { release: store.release, run, bytesOf, staged }, place, ({ name }) => placed.push(name))
  }
  return { placed, log: tools.log }
}

function withOld(...more: readonly string[]): MemoryReleaseStore {
  const store = new MemoryReleaseStore()
  for (const name of ['x.sig', 'x.pem', ...more]) store.put(name, `old ${name}`)
  store.put('x.iso', 'image')
  return store
}

const done = { 'x.iso': 'image', 'x.sig': 'new x.sig', 'x.pem': 'new x.pem' }
const asBefore = { 'x.iso': 'image', 'x.sig': 'old x.sig', 'x.pem': 'old x.pem' }

describe('a replacement', () => {
  it('uploads everything, looks, then deletes and renames one after the other', async () => {
    const store = withOld()
    expect(await swap(store)).toMatchObject({ placed: ['x.sig', 'x.pem'] })
    expect(store.texts()).toEqual(done)
    expect(store.calls.slice(1)).toEqual([
      ...['upload keyless-sign.1.1.x.sig', 'upload keyless-sign.1.1.x.pem', 'assets'],
      ...['withId 1', 'remove x.sig', 'rename x.sig', 'withId 1', 'remove x.pem', 'rename x.pem'],
    ])
  })

  it('has the first file of the next subject up before the last one of this has its place', async () => {
    const store = withOld('y.sig')
    await swap(store, ['x', 'y'])
    const calls = store.calls.filter((call) => /^(?:upload|rename)/.test(call))
    expect(calls.slice(2, 6)).toEqual([
      ...['rename x.sig', 'upload keyless-sign.1.1.y.sig', 'rename x.pem', 'upload keyless-sign.1.1.y.pem'],
    ])
  })

  it('says what it replaces', async () => {
    const { log } = await swap(withOld())
    expect(log.infos.map((line) => /'([^']+)'/.exec(line)?.[1])).toEqual(['x.sig', 'x.pem'])
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
