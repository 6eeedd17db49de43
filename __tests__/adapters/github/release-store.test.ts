/* Meets the sandbox's GitHub through octokit: what is found, sent and read, and where the token goes. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { lieJson, redirect, type Json } from '../../../sandbox/faults.ts'
import { type SandboxRelease } from '../../../sandbox/github/releases.ts'
import type { Reply } from '../../../sandbox/routes.ts'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import { releaseStore } from '../../../src/adapters/github/release-store.ts'
import type { Release, ReleaseAsset, ReleaseStore } from '../../../src/core/types.ts'
import { requestsOf } from '../../support/oracles.ts'

const { signal } = new AbortController()
let sandbox: Sandbox
let store: ReleaseStore
let draft: SandboxRelease

beforeEach(async () => {
  sandbox = await startSandbox()
  draft = sandbox.releases.add('v1.0.0', { isDraft: true })
  store = storeWith(sandbox.releases.token)
})
afterEach(() => sandbox.close())

function storeWith(token: string): ReleaseStore {
  return releaseStore({
    apiUrl: sandbox.urls.github,
    serverUrl: sandbox.serverUrl,
    repository: 'octo-org/example-iso',
    token,
  })
}

async function found(): Promise<Release> {
  const release = await store.withId(draft.id, signal)
  if (release === undefined) throw new Error('no release')
  return release
}

async function firstAsset(): Promise<ReleaseAsset> {
  const [asset] = await store.assets(await found(), signal)
  if (asset === undefined) throw new Error('no asset')
  return asset
}

const bytes = Buffer.from('signature')

describe('a release', () => {
  it('is found by its tag as a draft, as it is published, and as both', async () => {
    expect(await store.withTag('v1.0.0', signal)).toMatchObject([{ id: draft.id, tag: 'v1.0.0', isDraft: true }])
    const published = sandbox.releases.add('v1.0.0')
    const ids = (await store.withTag('v1.0.0', signal)).map(({ id }) => id)
    expect(ids.sort()).toEqual([draft.id, published.id].sort())
    expect(await store.withTag('v1', signal)).toEqual([])
  })

  it('is found by a tag with a slash, on the third page', async () => {
    const { id } = sandbox.releases.add('images/v1 é', { isDraft: true })
    for (let index = 0; index < 250; index++) sandbox.releases.add(`v0.${index}`)
    expect(await store.withTag('images/v1 é', signal)).toMatchObject([{ id }])
    expect(requestsOf(sandbox, 'github.listReleases')).toHaveLength(3)
  })

  it('is found by its id', async () => {
    expect(await found()).toEqual({
      id: draft.id,
      tag: 'v1.0.0',
      url: `https://github.com/octo-org/example-iso/releases/tag/${draft.untagged}`,
      isDraft: true,
      isImmutable: false,
      uploadUrl: expect.stringContaining(sandbox.urls.githubUploads) as unknown,
    })
    expect(await store.withId(1, signal)).toBeUndefined()
  })

  it('is not seen as a draft without contents: write', async () => {
    sandbox.releases.contents = 'read'
    expect(await store.withTag('v1.0.0', signal)).toEqual([])
    expect(await store.withId(draft.id, signal)).toBeUndefined()
  })

  it('tells that it is immutable', async () => {
    sandbox.releases.makesImmutable = true
    sandbox.releases.publish(draft)
    expect(await found()).toMatchObject({ isDraft: false, isImmutable: true })
  })

  it('of an old GitHub Enterprise Server is not immutable, and its assets have no digest', async () => {
    const without = (name: string) =>
      lieJson((body) => {
        for (const each of [body].flat()) Reflect.deleteProperty(each as object, name)
        return body
      })
    sandbox.releases.attach(draft, 'x.iso', 'image')
    sandbox.faults.always('github.getRelease', without('immutable'))
    sandbox.faults.always('github.listAssets', without('digest'))
    expect(await found()).toMatchObject({ isImmutable: false })
    expect(await firstAsset()).not.toHaveProperty('digest')
  })

  it('that takes uploads where a token must not go is refused', async () => {
    sandbox.faults.always(
      'github.getRelease',
      lieJson((body) => ({ ...(body as Record<string, Json>), upload_url: 'ftp://uploads.example/{?name,label}' })),
    )
    await expect(found()).rejects.toMatchObject({ code: 'E_RELEASE_RESPONSE', transient: undefined })
  })
})

describe('an asset', () => {
  it('is uploaded to the host that the release names, and told under the name that it got', async () => {
    const asset = await store.upload(await found(), 'my x.iso.sig', bytes, signal)
    const [stored] = draft.assets
    expect(asset).toEqual({
      id: stored?.id,
      name: 'my.x.iso.sig',
      state: 'uploaded',
      size: 9,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      url: `https://github.com/octo-org/example-iso/releases/download/${draft.untagged}/my.x.iso.sig`,
    })
    expect(stored).toMatchObject({ bytes, contentType: 'application/octet-stream' })
    expect(sandbox.requests.at(-1)?.path).toContain('name=my%20x.iso.sig')
  })

  it('is found on the third page', async () => {
    for (let index = 0; index < 210; index++) sandbox.releases.attach(draft, `file-${index}`, 'x')
    const assets = await store.assets(await found(), signal)
    expect([assets.length, assets.at(-1)?.name]).toEqual([210, 'file-209'])
    expect(requestsOf(sandbox, 'github.listAssets')).toHaveLength(3)
  })

  it('that an upload left behind is not complete', async () => {
    sandbox.releases.attach(draft, 'x.iso', '', { state: 'starter' })
    expect(await firstAsset()).toMatchObject({ state: 'starter', size: 0 })
  })

  it('is read through a redirect, without the token', async () => {
    sandbox.releases.attach(draft, 'x.iso.sig', bytes)
    expect(await store.read(await firstAsset(), signal)).toEqual(bytes)
    expect(sandbox.requests.at(-1)).toMatchObject({ service: 'githubObjects', status: 200 })
  })

  it('is read where GitHub sends the bytes itself', async () => {
    sandbox.releases.attach(draft, 'x.iso.sig', bytes)
    const asset = await firstAsset()
    const reply = (given: Reply): Reply => ({ ...given, status: 200, headers: {}, body: bytes })
    sandbox.faults.always('github.getAsset', { kind: 'lie', reply })
    expect(await store.read(asset, signal)).toEqual(bytes)
  })

  it('is renamed, and removed even when it is gone', async () => {
    sandbox.releases.attach(draft, 'temporary', bytes)
    const asset = await firstAsset()
    expect(await store.rename(asset, 'x.iso.sig', signal)).toMatchObject({ id: asset.id, name: 'x.iso.sig' })
    await store.remove(asset, signal)
    await store.remove(asset, signal)
    expect(draft.assets).toEqual([])
  })

  it('is written a second after the last write', async () => {
    const release = await found()
    for (const name of ['a', 'b']) await store.upload(release, name, bytes, signal)
    const [first, second] = requestsOf(sandbox, 'githubUploads.uploadAsset')
    // The times are the server's: a busy one hears of the first late.
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(700)
  })
})

describe('the token', () => {
  it.each(['', 'ghs_with\nnewline', 'ghs_wïth'])('%p is refused before any request, and not repeated', (token) => {
    const create = (): unknown => storeWith(token)
    expect(create).toThrow(expect.objectContaining({ code: 'E_RELEASE_PERMISSION' }))
    expect(create).not.toThrow('ghs_')
    expect(sandbox.requests).toEqual([])
  })

  it.each(['github.getRelease', 'github.listAssets', 'githubUploads.uploadAsset'] as const)(
    'is not taken along where %s redirects to',
    async (route) => {
      const release = await found()
      sandbox.faults.always(route, redirect(sandbox.urls.canary))
      const works = {
        'github.getRelease': () => store.withId(draft.id, signal),
        'github.listAssets': () => store.assets(release, signal),
        'githubUploads.uploadAsset': () => store.upload(release, 'x', bytes, signal),
      }
      await expect(works[route]()).rejects.toMatchObject({ code: 'E_RELEASE_RESPONSE', transient: undefined })
      expect(sandbox.requests.filter(({ service }) => service === 'canary')).toEqual([])
    },
  )
})

it('says nothing, whatever GitHub announces', async () => {
  const said = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) => jest.spyOn(console, level))
  const headers = { deprecation: 'true', sunset: 'today', link: '<https://x>; rel="deprecation"' }
  sandbox.faults.always('github.getRelease', { kind: 'lie', reply: (reply) => ({ ...reply, headers }) })
  await store.withId(draft.id, signal).catch(() => undefined)
  expect(said.flatMap(({ mock }) => mock.calls)).toEqual([])
  for (const spy of said) spy.mockRestore()
})
