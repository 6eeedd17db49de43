import http from 'node:http'
import type { Environment } from '../../core/inputs/job.ts'
import { proxyInUse } from '../../core/inputs/proxy.ts'

/**
 * useProxy has fetch go through the proxy that the environment names, if it names one, from now on. Returns false where this
 * Node can be told so only when it starts (before 24.14), and was not.
 */
export function useProxy(env: Environment): boolean {
  if (!('setGlobalProxyFromEnv' in http)) return proxyInUse(env) === undefined || env['NODE_USE_ENV_PROXY'] === '1'
  http.setGlobalProxyFromEnv()
  return true
}
