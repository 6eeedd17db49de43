/* Meets the sandbox's GitHub with plain HTTP: who sees what, pages, and what a release is made of. */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { SandboxRelease } from '../../../sandbox/github/releases.ts'
import { startSandbox } from '../../../sandbox/sandbox.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { restClient } from './rest-client.ts'
import type { Answer } from './rest-client.ts'

let sandbox: Sandbox
let call: ReturnType<typeof restClient>
let draft: SandboxRelease
let published: SandboxRelease
beforeEach(async () => {
  sandbox = await startSandbox()
  call = restClient(sandbox)
  published = sandbox.releases.add('v1.0.0')
  draft = sandbox.releases.add('v1.1.0', { isDraft: true })
})
afterEach(() => sandbox.close())

const tags = ({ body }: Answer): readonly string[] => (body as { tag_name: string }[]).map((each) => each.tag_name)
const names = ({ body }: Answer): readonly string[] => (body as { name: string }[]).map((each) => each.name)

describe('drafts', () => {
  it('are listed for those who may write, newest first', async () => {
    expect(tags(await call('GET', '/releases'))).toEqual(['v1.1.0', 'v1.0.0'])
  })

  it.each(['read', 'none'] as const)('are hidden from a token with contents: %s', async (contents) => {
    sandbox.releases.contents = contents
    expect(tags(await call('GET', '/releases'))).toEqual(['v1.0.0'])
    expect((await call('GET', `/releases/${draft.id}`)).status).toBe(404)
    expect((await call('GET', `/releases/${draft.id}/assets`)).status).toBe(404)
  })

  it('are never found by their tag', async () => {
    expect((await call('GET', '/releases/tags/v1.1.0')).status).toBe(404)
    expect((await call('GET', '/releases/tags/v1.0.0')).body).toMatchObject({ id: published.id, draft: false })
  })

  it('are made by those who may write, beside a release of their tag', async () => {
    const made = (tag: string, isDraft: boolean): Promise<Answer> =>
      call('POST', '/releases', { body: JSON.stringify({ tag_name: tag, draft: isDraft }) })
    expect(await made('v1.0.0', true)).toMatchObject({ status: 201, body: { draft: true, tag_name: 'v1.0.0' } })
    expect([(await made('v1.0.0', false)).status, (await made('v2', false)).status]).toEqual([422, 201])
    sandbox.releases.contents = 'read'
    expect((await made('v3', true)).status).toBe(403)
  })

  it('may share one tag', async () => {
    sandbox.releases.add('v1.1.0', { isDraft: true })
    expect(tags(await call('GET', '/releases'))).toEqual(['v1.1.0', 'v1.1.0', 'v1.0.0'])
  })

  it('have addresses that hold until they are published', async () => {
    sandbox.releases.attach(draft, 'x.iso', 'image')
    const address = async (): Promise<unknown> => {
      const { body } = await call('GET', `/releases/${draft.id}/assets`)
      return (body as { browser_download_url: string }[])[0]?.browser_download_url
    }
    expect(await address()).toMatch(/\/octo-org\/example-iso\/releases\/download\/untagged-[0-9a-f]{20}\/x\.iso$/)
    expect((await call('PATCH', `/releases/${draft.id}`, { body: '{"draft":false}' })).status).toBe(200)
    expect(await address()).toMatch(/\/releases\/download\/v1\.1\.0\/x\.iso$/)
  })

  it('become immutable when they are published in a repository that says so', async () => {
    sandbox.releases.makesImmutable = true
    const { body } = await call('PATCH', `/releases/${draft.id}`, { body: '{"draft":false,"body":"notes"}' })
    expect(body).toMatchObject({ draft: false, immutable: true, body: 'notes' })
  })
})

describe('permissions', () => {
  const writes = (): Promise<readonly Answer[]> => {
    const asset = sandbox.releases.attach(published, 'x.iso', 'image')
    return Promise.all([
      call('PATCH', `/releases/${published.id}`, { body: '{}' }),
      call('PATCH', `/releases/assets/${asset.id}`, { body: '{"name":"y.iso"}' }),
      call('DELETE', `/releases/assets/${asset.id}`),
      call(
        'POST',
        `${sandbox.urls.githubUploads}/api/uploads/repos/octo-org/example-iso/releases/${published.id}/assets`,
      ),
    ])
  }

  it('are missing for every write with contents: read', async () => {
    sandbox.releases.contents = 'read'
    for (const { status, body } of await writes()) {
      expect([status, body]).toMatchObject([403, { message: 'Resource not accessible by integration' }])
    }
    expect(published.assets.map(({ name }) => name)).toEqual(['x.iso'])
  })

  it('are those of the public for who shows no token', async () => {
    expect(tags(await call('GET', '/releases', { token: undefined }))).toEqual(['v1.0.0'])
    expect((await call('PATCH', `/releases/${published.id}`, { token: undefined, body: '{}' })).status).toBe(401)
  })

  it('are none for who shows a wrong token', async () => {
    expect((await call('GET', '/releases', { token: 'ghs_other' })).status).toBe(401)
  })

  it('are none in a private repository without contents: read', async () => {
    sandbox.claims['repository_visibility'] = 'private'
    expect((await call('GET', '/releases', { token: undefined })).status).toBe(404)
    sandbox.releases.contents = 'none'
    expect((await call('GET', '/releases')).status).toBe(403)
  })

  it('end at the repository', async () => {
    expect((await call('GET', `${sandbox.urls.github}/repos/octo-org/other/releases`)).status).toBe(404)
  })
})

describe('pages', () => {
  beforeEach(() => {
    for (let index = 0; index < 250; index++) sandbox.releases.attach(draft, `file-${index}`, 'x')
  })
  const assets = (query: string): Promise<Answer> => call('GET', `/releases/${draft.id}/assets${query}`)

  it('hold 30 entries, at most 100', async () => {
    expect(names(await assets(''))).toHaveLength(30)
    expect(names(await assets('?per_page=500'))).toHaveLength(100)
  })

  it('are linked to the next, up to the last', async () => {
    let next: string | undefined = `/releases/${draft.id}/assets?per_page=100`
    const found: string[] = []
    while (next !== undefined) {
      const answer: Answer = await call('GET', next)
      found.push(...names(answer))
      next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    expect(new Set(found).size).toBe(250)
    expect(found.at(-1)).toBe('file-249')
  })

  it('behind the last are empty', async () => {
    expect(names(await assets('?per_page=100&page=4'))).toEqual([])
  })
})

describe('an asset', () => {
  it('tells its digest, where GitHub has computed one', async () => {
    sandbox.releases.attach(draft, 'new.iso', 'image')
    sandbox.releases.attach(draft, 'old.iso', 'image', { hasDigest: false })
    const { body } = await call('GET', `/releases/${draft.id}/assets`)
    const digest = `sha256:${createHash('sha256').update('image').digest('hex')}`
    expect(body).toMatchObject([{ digest, size: 5, state: 'uploaded' }, { digest: null }])
  })

  it('gives its bytes through a redirect to another host, which wants no token', async () => {
    const { id } = sandbox.releases.attach(draft, 'x.iso', 'image')
    const accept = 'application/octet-stream'
    const { status, headers } = await call('GET', `/releases/assets/${id}`, { accept, redirect: 'manual' })
    expect([status, new URL(headers.get('location') ?? '').hostname]).toEqual([302, 'localhost'])
    expect((await call('GET', headers.get('location') ?? '')).status).toBe(400)
    expect(await call('GET', headers.get('location') ?? '', { token: undefined })).toMatchObject({ body: 'image' })
    expect(
      (await call('GET', `${sandbox.urls.githubObjects}/release-assets/${id}?sig=0`, { token: undefined })).status,
    ).toBe(403)
  })

  it('can be renamed, by the same rule as uploads, but not to a name that is taken', async () => {
    const { id } = sandbox.releases.attach(draft, 'x.iso', 'image')
    sandbox.releases.attach(draft, 'y.iso', 'other')
    const rename = (name: string) => call('PATCH', `/releases/assets/${id}`, { body: JSON.stringify({ name }) })
    expect(await rename('my x.iso')).toMatchObject({ status: 200, body: { name: 'my.x.iso' } })
    expect(await rename('y.iso')).toMatchObject({
      status: 422,
      body: { errors: [{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }] },
    })
    expect(await rename('my.x.iso')).toMatchObject({ status: 200 })
  })

  it('is gone once deleted', async () => {
    const { id } = sandbox.releases.attach(draft, 'x.iso', 'image')
    expect((await call('DELETE', `/releases/assets/${id}`)).status).toBe(204)
    expect((await call('DELETE', `/releases/assets/${id}`)).status).toBe(404)
    expect(draft.assets).toEqual([])
  })

  it('of an immutable release stays as it is', async () => {
    const { id } = sandbox.releases.attach(published, 'x.iso', 'image')
    published.isImmutable = true
    for (const method of ['PATCH', 'DELETE']) {
      const { status, body } = await call(method, `/releases/assets/${id}`, { body: '{"name":"y.iso"}' })
      expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining('immutable release')])
    }
    expect(published.assets).toMatchObject([{ name: 'x.iso' }])
  })
})
