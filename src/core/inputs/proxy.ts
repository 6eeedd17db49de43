/*
 * Owns which proxies a run can go through. Must not show anything of a proxy's URL but its host, for it may hold a password.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { type Environment, variable } from './job.ts'

/**
 * checkProxies throws E_ENV_PROXY where a variable that one of our clients reads, in whatever case, is not the URL of a
 * proxy that all of them can go through: found here, before any request, for each would fail, or pass it over, at another time.
 */
export function checkProxies(env: Environment): void {
  for (const [name, value = ''] of Object.entries(env)) {
    if (value === '' || !isRead(name, env) || isUsable(value)) continue
    throw new ActionError('E_ENV_PROXY', `${name} is not the URL of an HTTP or HTTPS proxy`, {
      fix:
        `write ${name} as http://HOST:PORT (user name and password percent-encoded), or take it away; ` +
        'another kind of proxy, such as socks5, cannot be used',
    })
  }
}

/** proxyInUse returns host and port of the proxy that HTTPS goes through, undefined where it goes through none. */
export function proxyInUse(env: Environment): string | undefined {
  const proxy = variable(env, 'https_proxy') ?? variable(env, 'HTTPS_PROXY')
  const host = proxy === undefined ? undefined : URL.parse(proxy)?.host
  return host === undefined ? undefined : display(host)
}

/** ALL_PROXY is read by the client of the artifact's storage alone, and only where there is no HTTPS_PROXY. */
function isRead(name: string, env: Environment): boolean {
  if (/^https?_proxy$/i.test(name)) return true
  return /^all_proxy$/i.test(name) && proxyInUse(env) === undefined
}

/** Node passes over what does not begin with one of the two schemes, in lower case, and decodes the user's part. */
function isUsable(value: string): boolean {
  const url = /^https?:\/\/[^\r\n]+$/.test(value) ? URL.parse(value) : null
  return url !== null && [url.username, url.password].every(canDecode)
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
