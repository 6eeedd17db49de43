/*
 * Owns the two hosts beside the API: the one that takes uploads, and the store that gives an asset's bytes to whoever has
 * their signed address. Must not let a token lead to bytes.
 */
import { json } from '../http.ts'
import type { Endpoint } from '../http.ts'
import type { Reply, Request } from '../routes.ts'
import { admit } from './access.ts'
import type { GitHub } from './access.ts'
import { storedName } from './asset-name.ts'
import { UPSTREAM } from './faults.ts'
import { MOST_ASSETS } from './releases.ts'
import type { Releases, SandboxRelease } from './releases.ts'
import { assetView, invalid, refusal } from './views.ts'

/** UPLOADS_PATH comes before `/repos` on the host of uploads, as on GitHub Enterprise Server. */
export const UPLOADS_PATH = '/api/uploads'

/** uploadEndpoints serves `POST /api/uploads/repos/OWNER/REPO/releases/ID/assets`. */
export function uploadEndpoints(github: GitHub): readonly Endpoint[] {
  return [
    {
      route: 'githubUploads.uploadAsset',
      method: 'POST',
      path: new RegExp(String.raw`^${UPLOADS_PATH}/repos/[^/]+/[^/]+/releases/\d+/assets$`),
      handle: (request) =>
        admit(github, request, 'write', (granted) => {
          const id = Number(request.url.pathname.split('/').at(-2))
          const release = github.releases.visible(granted).find((each) => each.id === id)
          return release === undefined ? refusal(404, 'Not Found') : upload(github, release, request)
        }),
    },
  ]
}

function upload({ hosts, releases }: GitHub, release: SandboxRelease, { url, headers, body }: Request): Reply {
  if (release.isImmutable) return refusal(422, 'Cannot upload assets to an immutable release.')
  const name = storedName(url.searchParams.get('name') ?? '')
  if (!url.searchParams.get('name')) return invalid({ code: 'missing_field', field: 'name' })
  if (release.assets.some((asset) => asset.name === name)) return invalid({ code: 'already_exists', field: 'name' })
  if (release.assets.length >= MOST_ASSETS) {
    const message = `file_count limited to ${MOST_ASSETS} assets per release`
    return invalid({ code: 'custom', field: 'file_count', message })
  }
  if (body.length === 0) {
    return invalid({ code: 'custom', field: 'size', message: 'size must be greater than or equal to 1' })
  }
  const about = { label: url.searchParams.get('label') ?? '', contentType: headers['content-type'] ?? '' }
  if (headers[UPSTREAM] !== undefined) {
    releases.attach(release, name, '', { ...about, state: 'starter' })
    return { status: 502, headers: { 'content-type': 'text/html' }, body: Buffer.from('<title>Unicorn!</title>') }
  }
  return json(201, assetView(release, releases.attach(release, name, body, about), hosts))
}

/** objectEndpoints serves bytes by signed address, and like the real store refuses an address that comes with a token. */
export function objectEndpoints(releases: Releases): readonly Endpoint[] {
  return [
    {
      route: 'githubObjects.get',
      method: 'GET',
      path: /^\/release-assets\/\d+$/,
      handle({ headers, url }) {
        const found = releases.ofAsset(Number(url.pathname.split('/').at(-1)), 'write')
        if (headers.authorization !== undefined) return unsigned(400, 'InvalidAuthenticationInfo')
        if (found === undefined) return unsigned(404, 'BlobNotFound')
        const [, asset] = found
        if (url.searchParams.get('sig') !== asset.signature) return unsigned(403, 'AuthenticationFailed')
        return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: asset.bytes }
      },
    },
  ]
}

function unsigned(status: number, code: string): Reply {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code></Error>`
  return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(body) }
}
