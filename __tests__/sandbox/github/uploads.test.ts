/* Meets the sandbox's host of uploads with plain HTTP: what it takes, renames and refuses. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { primaryLimit, secondaryLimit, upstreamFailure } from '../../../sandbox/github/faults.ts'
import type { SandboxRelease } from '../../../sandbox/github/releases.ts'
import { startSandbox } from '../../../sandbox/sandbox.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { restClient } from './rest-client.ts'
import type { Answer } from './rest-client.ts'

let sandbox: Sandbox
let release: SandboxRelease
let call: ReturnType<typeof restClient>
beforeEach(async () => {
  sandbox = await startSandbox()
  call = restClient(sandbox)
  release = sandbox.releases.add('v1.0.0', { isDraft: true })
})
afterEach(() => sandbox.close())

async function upload(query: string, body = 'bytes'): Promise<Answer> {
  const { body: found } = await call('GET', `/releases/${release.id}`)
  const { upload_url: template } = found as { upload_url: string }
  return call('POST', template.replace('{?name,label}', query), { body })
}

const stored = () => release.assets.map(({ name, state, bytes }) => [name, state, bytes.toString()])

describe('an upload', () => {
  it('goes to the host and path that the release names', async () => {
    expect(await upload('?name=x.iso.sig&label=Signature')).toMatchObject({
      status: 201,
      body: { name: 'x.iso.sig', label: 'Signature', state: 'uploaded', size: 5 },
    })
    expect(stored()).toEqual([['x.iso.sig', 'uploaded', 'bytes']])
    expect(sandbox.requests.at(-1)).toMatchObject({
      service: 'githubUploads',
      path: expect.stringMatching('^/api/uploads/'),
    })
  })

  it('is told the name that GitHub made of its own', async () => {
    expect(await upload('?name=my%20x.iso.sig')).toMatchObject({ body: { name: 'my.x.iso.sig' } })
  })

  it.each(['my.x.iso', 'my%20x.iso', 'my%28x.iso'])('of a name that is taken, as %s, is refused', async (name) => {
    sandbox.releases.attach(release, 'my x.iso', 'image')
    expect(await upload(`?name=${name}`)).toMatchObject({
      status: 422,
      body: { message: 'Validation Failed', errors: [{ code: 'already_exists', field: 'name' }] },
    })
    expect(stored()).toEqual([['my.x.iso', 'uploaded', 'image']])
  })

  it.each([
    ['without a name', '', 'bytes', { errors: [{ code: 'missing_field' }] }],
    ['without bytes', '?name=x', '', { errors: [{ field: 'size' }] }],
  ])('%s is refused', async (_, query, body, expected) => {
    expect(await upload(query, body)).toMatchObject({ status: 422, body: expected })
    expect(stored()).toEqual([])
  })

  it('to an immutable release is refused', async () => {
    release.isImmutable = true
    expect(await upload('?name=x')).toMatchObject({
      status: 422,
      body: { message: 'Cannot upload assets to an immutable release.' },
    })
  })

  it('of the 1,001st asset is refused', async () => {
    for (let index = 0; index < 999; index++) sandbox.releases.attach(release, `file-${index}`, 'x')
    expect((await upload('?name=the-1000th')).status).toBe(201)
    expect(await upload('?name=the-1001st')).toMatchObject({ status: 422, body: { errors: [{ field: 'file_count' }] } })
  })

  it('to a release that is gone is refused', async () => {
    const url = `${sandbox.urls.githubUploads}/api/uploads/repos/octo-org/example-iso/releases/1/assets?name=x`
    expect((await call('POST', url, { body: 'bytes' })).status).toBe(404)
  })
})

describe('a fault of GitHub', () => {
  it('can leave an empty asset that holds the name', async () => {
    sandbox.faults.script('githubUploads.uploadAsset', upstreamFailure)
    expect((await upload('?name=x')).status).toBe(502)
    expect(stored()).toEqual([['x', 'starter', '']])
    expect((await upload('?name=x')).status).toBe(422)
  })

  it('can lose the reply to an upload that it took', async () => {
    sandbox.faults.script('githubUploads.uploadAsset', { kind: 'lost-reply' })
    await expect(upload('?name=x')).rejects.toThrow('fetch failed')
    expect(stored()).toEqual([['x', 'uploaded', 'bytes']])
  })

  it('can be a secondary limit, with or without a word on how long', async () => {
    sandbox.faults.script('githubUploads.uploadAsset', secondaryLimit(7), secondaryLimit(undefined, 429))
    const [first, second] = [await upload('?name=x'), await upload('?name=x')]
    expect([first.status, first.headers.get('retry-after')]).toEqual([403, '7'])
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, null])
    expect([first.body, second.body]).toMatchObject(
      Array(2).fill({ message: expect.stringContaining('secondary rate') }),
    )
  })

  it('can be the end of the hour', async () => {
    sandbox.faults.script('github.getRelease', primaryLimit(1_800_000_000))
    const { status, headers } = await call('GET', `/releases/${release.id}`)
    expect([status, headers.get('x-ratelimit-remaining')]).toEqual([403, '0'])
  })
})
