/*
 * Owns the releases of one repository as GitHub's REST API has them. Takes over only what it has read and checked; must not
 * decide what is attached, or touch a release itself.
 */
import { isSha256 } from '../../core/shared/encoding.ts'
import { ActionError } from '../../core/shared/errors.ts'
import { readJson, type JsonReader } from '../../core/shared/json.ts'
import { gitHubClient, type Parameters } from './client.ts'
import { checkedPage, checkedUploadUrl } from './release-address.ts'
import { badAnswer } from './release-failure.ts'
import type { Release, ReleaseAsset, ReleaseStore } from '../../core/types.ts'

/** ReleaseAccess says whose releases, and with what right. */
export interface ReleaseAccess {
  /** `GITHUB_API_URL`. */
  readonly apiUrl: string
  /** `GITHUB_SERVER_URL`. */
  readonly serverUrl: string
  /** `OWNER/REPO`. */
  readonly repository: string
  readonly token: string
}

const RELEASES = '/repos/{owner}/{repo}/releases'
const ASSET = `${RELEASES}/assets/{asset_id}`
const PER_PAGE = 100
/** Pages of a listing; GitHub lists 10,000 releases at most. */
const MOST_PAGES = 100

/** releaseStore returns the repository's releases as a port; throws E_RELEASE_PERMISSION for what cannot be a token. */
export function releaseStore(access: ReleaseAccess): ReleaseStore {
  const { apiUrl, repository, token } = access
  const client = gitHubClient(apiUrl, token)
  const [owner = '', repo = ''] = repository.split('/')
  const about = (parameters: Parameters): Parameters => ({ owner, repo, ...parameters })

  async function get(route: string, parameters: Parameters, signal: AbortSignal): Promise<JsonReader> {
    return read((await client.request(`GET ${route}`, about(parameters), signal)).data)
  }

  async function list(route: string, parameters: Parameters, signal: AbortSignal): Promise<readonly JsonReader[]> {
    const items: JsonReader[] = []
    for (let page = 1; page <= MOST_PAGES; page++) {
      const asked = about({ ...parameters, per_page: PER_PAGE, page })
      const { data, headers } = await client.request(`GET ${route}`, asked, signal)
      items.push(...read(data).items(PER_PAGE))
      if (!/\brel="next"/.test(String(headers['link'] ?? ''))) break
    }
    return items
  }

  return {
    withTag: async (tag, signal) => {
      // A release that was just published may be missing in the listing; a draft is nowhere else.
      const published = await orUndefined(get(`${RELEASES}/tags/{tag}`, { tag }, signal))
      const listed = await list(RELEASES, {}, signal)
      const releases = [...(published === undefined ? [] : [published]), ...listed]
        .filter((json) => json.field('tag_name').text() === tag)
        .map((json) => readRelease(json, access))
      return [...new Map(releases.map((release) => [release.id, release])).values()]
    },

    withId: async (id, signal) => {
      const found = await orUndefined(get(`${RELEASES}/{release_id}`, { release_id: id }, signal))
      return found && readRelease(found, access)
    },

    assets: async ({ id }, signal) =>
      (await list(`${RELEASES}/{release_id}/assets`, { release_id: id }, signal)).map(readAsset),

    upload: async (release, name, bytes, signal) => {
      const headers = { 'content-type': 'application/octet-stream' }
      const { data } = await client.request(`POST ${release.uploadUrl}`, { name, headers, data: bytes }, signal)
      return readAsset(read(data))
    },

    rename: async (asset, name, signal) => {
      const { data } = await client.request(`PATCH ${ASSET}`, about({ asset_id: asset.id, name }), signal)
      return readAsset(read(data))
    },

    remove: async (asset, signal) => {
      await orUndefined(client.request(`DELETE ${ASSET}`, about({ asset_id: asset.id }), signal))
    },

    read: (asset, signal) => {
      const headers = { accept: 'application/octet-stream' }
      return client.download(`GET ${ASSET}`, about({ asset_id: asset.id, headers }), asset.size, signal)
    },
  }
}

function read(data: unknown): JsonReader {
  return readJson(data, (path, problem) => badAnswer(`${path} ${problem}`))
}

function readRelease(json: JsonReader, { apiUrl, serverUrl }: Pick<ReleaseAccess, 'apiUrl' | 'serverUrl'>): Release {
  const id = Number(json.field('id').integer())
  return {
    id,
    tag: json.field('tag_name').text(),
    url: checkedPage(json.field('html_url').text(), serverUrl),
    isDraft: json.field('draft').value === true,
    // GitHub Enterprise Server does not know it yet.
    isImmutable: json.has('immutable') && json.field('immutable').value === true,
    uploadUrl: checkedUploadUrl(json.field('upload_url').text(), apiUrl, id),
  }
}

function readAsset(json: JsonReader): ReleaseAsset {
  const digest = json.has('digest')
    ? json
        .field('digest')
        .text()
        .replace(/^sha256:/, '')
    : undefined
  return {
    id: Number(json.field('id').integer()),
    name: json.field('name').text(),
    state: stateOf(json.field('state').text()),
    size: Number(json.field('size').integer()),
    url: json.field('browser_download_url').text(),
    ...(isSha256(digest) ? { digest } : {}),
  }
}

function stateOf(text: string): ReleaseAsset['state'] {
  return text === 'uploaded' || text === 'starter' ? text : 'other'
}

async function orUndefined<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ActionError && error.code === 'E_RELEASE_NOT_FOUND') return undefined
    throw error
  }
}
