/*
 * Owns which addresses of a release are taken over: its page on the job's GitHub server, and where its assets are uploaded,
 * for the token goes there.
 */
import { isSecure, normalHost } from '../../core/shared/hosts.ts'
import { releaseRefused } from './release-failure.ts'

/** The characters of a URI (RFC 3986, 2); URL takes line breaks and spaces, too. */
const ONE_URL = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/

/** What a template for uploads ends with (RFC 6570). */
const QUERY = /\{\?(?:\w+,)*name(?:,\w+)*\}$/

/** checkedPage returns the page of a release; throws E_RELEASE_RESPONSE unless it is one URL on the server. */
export function checkedPage(text: string, serverUrl: string): string {
  const page = ONE_URL.test(text) ? URL.parse(text) : null
  if (page?.origin === new URL(serverUrl).origin && !hasCredentials(page)) return text
  throw releaseRefused(`the page of the release is no address on ${serverUrl}`)
}

/**
 * checkedUploadUrl returns the template for uploads to the release `id`; throws E_RELEASE_RESPONSE unless what it expands to
 * is on the host that belongs to the API: `uploads.X` of `api.X`, the API's own below `/api/uploads` on GitHub Enterprise
 * Server.
 */
export function checkedUploadUrl(template: string, apiUrl: string, id: number): string {
  const address = template.replace(QUERY, '')
  const target = address !== template && ONE_URL.test(address) ? URL.parse(address) : null
  const isOfRelease = target?.pathname.endsWith(`/releases/${id}/assets`) === true && target.search + target.hash === ''
  if (isOfRelease && isTrusted(target, new URL(apiUrl))) return template
  throw releaseRefused('the release names no address for uploads that can be trusted with the token')
}

function isTrusted(target: URL, api: URL): boolean {
  if (hasCredentials(target) || target.protocol !== api.protocol || !isSecure(target)) return false
  const [host, apiHost] = [normalHost(target), normalHost(api)]
  if (api.protocol === 'https:' && apiHost.startsWith('api.') && !api.pathname.startsWith('/api/')) {
    return host === apiHost.replace(/^api\./, 'uploads.') && target.port === api.port
  }
  // In clear is this machine only, where every port is as good as the API's.
  const isSamePort = target.port === api.port || target.protocol === 'http:'
  return host === apiHost && isSamePort && target.pathname.startsWith('/api/uploads/')
}

function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== ''
}
