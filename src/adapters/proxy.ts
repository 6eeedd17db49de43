import http from 'node:http'
import { ActionError } from '../core/shared/errors.ts'

/**
 * useProxy has fetch and node:http go through the proxy that the environment names, if it names one, from now on. Returns
 * false where this Node can only be told so when it starts (before 24.14). Throws E_ENV.
 */
export function useProxy(env: NodeJS.ProcessEnv): boolean {
  const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY']
  if (names.every((name) => !env[name])) return true
  if (!('setGlobalProxyFromEnv' in http)) return env['NODE_USE_ENV_PROXY'] === '1'
  try {
    http.setGlobalProxyFromEnv()
    return true
  } catch (cause) {
    throw new ActionError('E_ENV', 'HTTP_PROXY or HTTPS_PROXY is not the URL of a proxy', {
      fix: 'write the proxy as http://HOST:PORT',
      cause,
    })
  }
}
