/*
 * Owns the REST API of releases and their assets (docs.github.com/rest/releases, version 2022-11-28). Must not take uploads
 * or give bytes: those have hosts of their own.
 */
import { json } from '../http.ts'
import type { Endpoint } from '../http.ts'
import type { Reply, Request, RouteName } from '../routes.ts'
import { admit } from './access.ts'
import type { GitHub, Granted } from './access.ts'
import { storedName } from './asset-name.ts'
import type { SandboxAsset, SandboxRelease } from './releases.ts'
import { assetView, invalid, page, refusal, releaseView } from './views.ts'

const REPOSITORY = String.raw`^/(?:repos/[^/]+/[^/]+|repositories/\d+)`

/** apiEndpoints serves what stands below `GITHUB_API_URL`. */
export function apiEndpoints(github: GitHub): readonly Endpoint[] {
  const { releases, hosts } = github
  const endpoint = (
    route: RouteName,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    handle: (request: Request, granted: Granted) => Reply,
  ): Endpoint => ({
    route,
    method,
    path: new RegExp(`${REPOSITORY}/releases${path}$`),
    handle: (request) =>
      admit(github, request, method === 'GET' ? 'read' : 'write', (granted) => handle(request, granted)),
  })
  const withRelease = (found: SandboxRelease | undefined, serve: (release: SandboxRelease) => Reply) =>
    found === undefined ? refusal(404, 'Not Found') : serve(found)
  const byId = (request: Request, granted: Granted, serve: (release: SandboxRelease) => Reply) => {
    const id = Number(/\/releases\/(\d+)/.exec(request.url.pathname)?.[1])
    return withRelease(
      releases.visible(granted).find((each) => each.id === id),
      serve,
    )
  }
  const byAsset = (
    request: Request,
    granted: Granted,
    serve: (release: SandboxRelease, asset: SandboxAsset) => Reply,
  ) => {
    const found = releases.ofAsset(Number(request.url.pathname.split('/').at(-1)), granted)
    return found === undefined ? refusal(404, 'Not Found') : serve(...found)
  }

  return [
    endpoint('github.listReleases', 'GET', '', (request, granted) =>
      page(
        request,
        releases.visible(granted).map((release) => releaseView(release, hosts)),
        hosts,
      ),
    ),
    endpoint('github.getReleaseByTag', 'GET', '/tags/.+', (request) => {
      const tag = decodeURIComponent(request.url.pathname.replace(/^.*?\/releases\/tags\//, ''))
      const found = releases.visible('read').find((each) => each.tag === tag)
      return withRelease(found, (release) => json(200, releaseView(release, hosts)))
    }),
    endpoint('github.getRelease', 'GET', String.raw`/\d+`, (request, granted) =>
      byId(request, granted, (release) => json(200, releaseView(release, hosts))),
    ),
    endpoint('github.createRelease', 'POST', '', (request) => {
      const {
        tag_name: tag = '',
        name = tag,
        body = '',
        draft = false,
      } = JSON.parse(request.body.toString()) as ReleaseChange
      const isTaken = releases.visible('read').some((each) => each.tag === tag)
      if (!draft && isTaken) return refusal(422, 'Validation Failed')
      return json(201, releaseView(releases.add(tag, { title: name, notes: body, isDraft: draft }), hosts))
    }),
    endpoint('github.updateRelease', 'PATCH', String.raw`/\d+`, (request, granted) =>
      byId(request, granted, (release) => {
        const { tag_name: tag, name, body, draft } = JSON.parse(request.body.toString()) as ReleaseChange
        Object.assign(release, { tag: tag ?? release.tag, title: name ?? release.title, notes: body ?? release.notes })
        if (draft === false) releases.publish(release)
        return json(200, releaseView(release, hosts))
      }),
    ),
    endpoint('github.listAssets', 'GET', String.raw`/\d+/assets`, (request, granted) =>
      byId(request, granted, (release) =>
        page(
          request,
          release.assets.map((asset) => assetView(release, asset, hosts)),
          hosts,
        ),
      ),
    ),
    endpoint('github.getAsset', 'GET', String.raw`/assets/\d+`, (request, granted) =>
      byAsset(request, granted, (release, asset) => {
        if (request.headers.accept !== 'application/octet-stream') return json(200, assetView(release, asset, hosts))
        const location = `${hosts.objects}/release-assets/${asset.id}?sp=r&sig=${asset.signature}`
        return { status: 302, headers: { location }, body: Buffer.alloc(0) }
      }),
    ),
    endpoint('github.updateAsset', 'PATCH', String.raw`/assets/\d+`, (request, granted) =>
      byAsset(request, granted, (release, asset) => {
        if (release.isImmutable)
          return invalid({ code: 'custom', message: 'Cannot update asset of an immutable release' })
        const change = JSON.parse(request.body.toString()) as { readonly name?: string; readonly label?: string }
        const name = storedName(change.name ?? asset.name)
        const isTaken = release.assets.some((each) => each !== asset && each.name === name)
        if (isTaken) return invalid({ code: 'already_exists', field: 'name' })
        Object.assign(asset, { name, label: change.label ?? asset.label })
        return json(200, assetView(release, asset, hosts))
      }),
    ),
    endpoint('github.deleteAsset', 'DELETE', String.raw`/assets/\d+`, (request, granted) =>
      byAsset(request, granted, (release, asset) => {
        if (release.isImmutable)
          return invalid({ code: 'custom', message: 'Cannot delete asset from an immutable release' })
        release.assets.splice(release.assets.indexOf(asset), 1)
        return { status: 204, headers: {}, body: Buffer.alloc(0) }
      }),
    ),
  ]
}

type ReleaseChange = Readonly<Partial<{ tag_name: string; name: string; body: string; draft: boolean }>>
