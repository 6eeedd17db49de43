/* Meets every way in which GitHub's release API can fail: which code, whether another try makes sense, what is repeated. */
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { brokenJson, html, schema, status, type Fault } from '../../../sandbox/faults.ts'
import { primaryLimit, secondaryLimit, upstreamFailure } from '../../../sandbox/github/faults.ts'
import { type SandboxRelease } from '../../../sandbox/github/releases.ts'
import type { RouteName } from '../../../sandbox/routes.ts'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import { releaseStore } from '../../../src/adapters/github/release-store.ts'
import type { Release, ReleaseAsset, ReleaseStore } from '../../../src/core/types.ts'
import { requestsOf } from '../../support/oracles.ts'

const { signal } = new AbortController()
const UPLOAD = 'githubUploads.uploadAsset'
const bytes = Buffer.from('signature')
let sandbox: Sandbox
let store: ReleaseStore
let draft: SandboxRelease
let release: Release
let asset: ReleaseAsset

beforeEach(async () => {
  sandbox = await startSandbox()
  draft = sandbox.releases.add('v1.0.0', { isDraft: true })
  sandbox.releases.attach(draft, 'x.iso.sig', bytes)
  store = releaseStore({
    apiUrl: sandbox.urls.github,
    serverUrl: sandbox.serverUrl,
    repository: 'octo-org/example-iso',
    token: sandbox.releases.token,
  })
  const [found] = await store.withTag('v1.0.0', signal)
  if (found === undefined) throw new Error('no release')
  release = found
  const [first] = await store.assets(release, signal)
  if (first === undefined) throw new Error('no asset')
  asset = first
})
afterEach(() => sandbox.close())

const read = (): Promise<unknown> => store.assets(release, signal)
const upload = (): Promise<unknown> => store.upload(release, 'new', bytes, signal)

async function failureOf(work: Promise<unknown>): Promise<Error> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Error)) throw new Error('it did not fail')
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(sandbox.releases.token)
  return error
}

const transient: readonly (readonly [string, Fault, object])[] = [
  ['502', upstreamFailure, { code: 'E_RELEASE_UNAVAILABLE', transient: {} }],
  ['503', status(503, { 'retry-after': '9' }), { code: 'E_RELEASE_UNAVAILABLE', transient: { retryAfter: 9000 } }],
  ['a reset', { kind: 'reset-before' }, { code: 'E_RELEASE_UNAVAILABLE', transient: {} }],
  ['a lost reply', { kind: 'lost-reply' }, { code: 'E_RELEASE_UNAVAILABLE', transient: {} }],
  ['a truncated answer', { kind: 'truncate' }, { code: 'E_RELEASE_RESPONSE', transient: {} }],
  ['a web page', html(), { code: 'E_RELEASE_RESPONSE', transient: {} }],
  ['broken JSON', brokenJson, { code: 'E_RELEASE_RESPONSE', transient: {} }],
  ['another shape', schema({ id: 'one' }, 201), { code: 'E_RELEASE_RESPONSE', transient: {} }],
  [
    'a secondary limit',
    secondaryLimit(7),
    { code: 'E_RELEASE_UNAVAILABLE', transient: { retryAfter: 7000, rateLimited: true } },
  ],
  ['one as 429', secondaryLimit(7, 429), { code: 'E_RELEASE_UNAVAILABLE', transient: { retryAfter: 7000 } }],
  ['one without a wait', secondaryLimit(), { code: 'E_RELEASE_UNAVAILABLE', transient: { retryAfter: 60_000 } }],
  ['403 with a wait', status(403, { 'retry-after': '7' }), { transient: { retryAfter: 7000, rateLimited: true } }],
  ['429 without words', status(429), { code: 'E_RELEASE_UNAVAILABLE', transient: {} }],
]

describe('an upload', () => {
  it.each(transient)('that meets %s is sent once, and may be tried again', async (_, fault, expected) => {
    sandbox.faults.script(UPLOAD, fault)
    expect(await failureOf(upload())).toMatchObject({ ...expected, fix: expect.stringMatching(/./) as unknown })
    expect(requestsOf(sandbox, UPLOAD)).toHaveLength(1)
  })

  it.each<[string, () => unknown, object]>([
    ['of a name that is taken', () => sandbox.releases.attach(draft, 'new', 'x'), { code: 'E_RELEASE_ASSET_EXISTS' }],
    [
      'to a release that became immutable',
      () => Object.assign(draft, { isDraft: false, isImmutable: true }),
      { code: 'E_RELEASE_IMMUTABLE', fix: expect.stringContaining('while it is a draft') as unknown },
    ],
    [
      'without the permission',
      () => (sandbox.releases.contents = 'read'),
      { code: 'E_RELEASE_PERMISSION', fix: expect.stringContaining('contents: write') as unknown },
    ],
    ['to a release that is gone', () => sandbox.faults.always(UPLOAD, status(404)), { code: 'E_RELEASE_NOT_FOUND' }],
    [
      'of the 1,001st asset',
      () => {
        for (let index = draft.assets.length; index < 1000; index++) sandbox.releases.attach(draft, `f${index}`, 'x')
      },
      { code: 'E_RELEASE_LIMIT' },
    ],
    ['that GitHub does not take', () => sandbox.faults.always(UPLOAD, status(422)), { code: 'E_RELEASE_RESPONSE' }],
  ])('%s is not tried again', async (_, change, expected) => {
    change()
    expect(await failureOf(upload())).toMatchObject({ ...expected, transient: undefined })
  })

  it('with a token that GitHub does not know is refused', async () => {
    const access = {
      apiUrl: sandbox.urls.github,
      serverUrl: sandbox.serverUrl,
      repository: 'octo-org/example-iso',
      token: 'ghs_unknown',
    }
    const failure = await failureOf(releaseStore(access).upload(release, 'new', bytes, signal))
    expect(failure).toMatchObject({ code: 'E_RELEASE_PERMISSION', transient: undefined })
  })
})

describe('a read', () => {
  it.each<[string, Fault]>([
    ['502', status(502)],
    ['a reset', { kind: 'reset-before' }],
  ])('that meets %s is made once more', async (_, fault) => {
    sandbox.faults.script('github.listAssets', fault)
    await expect(read()).resolves.toHaveLength(1)
    sandbox.faults.always('github.listAssets', fault)
    expect(await failureOf(read())).toMatchObject({ code: 'E_RELEASE_UNAVAILABLE', transient: {} })
    expect(requestsOf(sandbox, 'github.listAssets')).toHaveLength(1 + 2 + 2)
  })

  it.each<[string, Fault, object]>([
    ['503', status(503, { 'retry-after': '9' }), { transient: { retryAfter: 9000 } }],
    ['a secondary limit', secondaryLimit(7), { transient: { retryAfter: 7000 } }],
    [
      'the end of the hour',
      primaryLimit(Date.now() / 1000 + 100),
      { transient: { retryAfter: expect.any(Number) as unknown } },
    ],
  ])('that meets %s waits as it is told', async (_, fault, expected) => {
    sandbox.faults.always('github.listAssets', fault)
    expect(await failureOf(read())).toMatchObject({ code: 'E_RELEASE_UNAVAILABLE', ...expected })
    expect(requestsOf(sandbox, 'github.listAssets')).toHaveLength(1 + 1)
  })

  it('of a release that is gone says that nothing was found', async () => {
    expect(await failureOf(store.assets({ ...release, id: 1 }, signal))).toMatchObject({ code: 'E_RELEASE_NOT_FOUND' })
  })

  it.each<[string, RouteName, Fault]>([
    ['breaks off', 'githubObjects.get', { kind: 'truncate' }],
    ['are too few', 'githubObjects.get', status(200, {}, 'signat')],
    ['are too many', 'githubObjects.get', status(200, {}, 'signature!')],
    ['are refused by the store', 'githubObjects.get', status(500)],
  ])('of bytes that %s may be tried again', async (_, route, fault) => {
    sandbox.faults.always(route, fault)
    expect(await failureOf(store.read(asset, signal))).toMatchObject({ transient: {} })
  })
})

it('ends with the reason of its signal', async () => {
  sandbox.faults.always('github.listAssets', { kind: 'stall-headers' })
  const stop = new AbortController()
  const reading = store.assets(release, stop.signal)
  setTimeout(() => stop.abort(new Error('enough')), 100)
  await expect(reading).rejects.toThrow('enough')
})
