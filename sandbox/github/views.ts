/*
 * Owns how GitHub writes releases, assets, pages and refusals as JSON. Must not decide who sees what.
 */
import { json } from '../http.ts'
import type { Reply, Request } from '../routes.ts'
import { digestOf } from './releases.ts'
import type { SandboxAsset, SandboxRelease } from './releases.ts'

/** Hosts are where the three parts of GitHub listen, and the repository that they serve. */
export interface Hosts {
  readonly api: string
  /** Origin of the pages for people. */
  readonly server: string
  /** With the path that comes before `/repos`. */
  readonly uploads: string
  readonly objects: string
  /** `OWNER/REPO`. */
  readonly repository: string
  readonly repositoryId: string
}

/** releaseView returns a release as the API writes it. */
export function releaseView(release: SandboxRelease, hosts: Hosts): Record<string, unknown> {
  const address = `repos/${hosts.repository}/releases/${release.id}`
  return {
    id: release.id,
    url: `${hosts.api}/${address}`,
    html_url: `${hosts.server}/${hosts.repository}/releases/tag/${tagInAddress(release)}`,
    assets_url: `${hosts.api}/${address}/assets`,
    upload_url: `${hosts.uploads}/${address}/assets{?name,label}`,
    tag_name: release.tag,
    name: release.title,
    body: release.notes,
    draft: release.isDraft,
    immutable: release.isImmutable,
    prerelease: false,
    assets: release.assets.map((asset) => assetView(release, asset, hosts)),
  }
}

/** assetView returns an asset as the API writes it. */
export function assetView(release: SandboxRelease, asset: SandboxAsset, hosts: Hosts): Record<string, unknown> {
  const download = `${hosts.server}/${hosts.repository}/releases/download`
  return {
    id: asset.id,
    url: `${hosts.api}/repos/${hosts.repository}/releases/assets/${asset.id}`,
    browser_download_url: `${download}/${tagInAddress(release)}/${asset.name}`,
    name: asset.name,
    label: asset.label,
    state: asset.state,
    content_type: asset.contentType,
    size: asset.bytes.length,
    digest: digestOf(asset),
  }
}

function tagInAddress({ isDraft, tag, untagged }: SandboxRelease): string {
  return isDraft ? untagged : encodeURIComponent(tag)
}

/** page returns the part of a list that the request asks for, and the Link header to the others. */
export function page(request: Request, items: readonly unknown[], hosts: Hosts): Reply {
  const { searchParams, pathname } = request.url
  const asked = (name: string, otherwise: number) => Math.max(1, Number(searchParams.get(name) ?? otherwise))
  const perPage = Math.min(100, asked('per_page', 30))
  const number = asked('page', 1)
  const last = Math.max(1, Math.ceil(items.length / perPage))
  const place = pathname.replace(/^\/repos\/[^/]+\/[^/]+/, `/repositories/${hosts.repositoryId}`)
  const link = (to: number, rel: string) => `<${hosts.api}${place}?per_page=${perPage}&page=${to}>; rel="${rel}"`
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev'), link(1, 'first')] : []),
    ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
  ]
  const headers: Record<string, string> = links.length === 0 ? {} : { link: links.join(', ') }
  return json(200, items.slice((number - 1) * perPage, number * perPage), headers)
}

/** Detail is one entry of the list `errors` of a refusal. */
export type Detail = Readonly<Partial<Record<'code' | 'field' | 'message', string>>>

/** refusal returns an error reply; `errors` are about a release asset. */
export function refusal(status: number, message: string, ...errors: readonly Detail[]): Reply {
  const documented = { documentation_url: 'https://docs.github.com/rest/releases', status: String(status) }
  if (errors.length === 0) return json(status, { message, ...documented })
  return json(status, { message, errors: errors.map((each) => ({ resource: 'ReleaseAsset', ...each })), ...documented })
}

/** invalid returns GitHub's 422 about one field of an asset. */
export function invalid(detail: Detail): Reply {
  return refusal(422, 'Validation Failed', detail)
}
