/*
 * Owns the look whether a service can be reached, through the HTTP client that sigstore-js uses and with the same options, so
 * that the connection is kept there for the real call. Must not judge what a service answers.
 */
import fetch from 'make-fetch-happen'
import { race } from '../../core/shared/deadline.ts'
import { proxyFailure } from '../network-error.ts'
import { clientFailure, networkError } from './client-failure.ts'
import { proxyStatus } from './proxy-answers.ts'
import type { ServiceName } from '../../core/types.ts'

/**
 * reach resolves when a service answers a GET with any status; `timeout` is that of its client, in milliseconds. Throws the
 * service's own codes where no answer comes.
 */
export async function reach(service: ServiceName, url: string, timeout: number, signal: AbortSignal): Promise<void> {
  const options = { method: 'GET', redirect: 'manual', retry: false, timeout, signal } as const
  const { status, body } = await race(fetch(url, options), signal).catch((error: unknown) => {
    throw signal.aborted ? error : clientFailure(service, url, error, 'GET').error
  })
  // A connection is free for the next call when its answer was read; that it breaks afterwards is for that call to find.
  body.on('error', () => undefined).resume()
  if (proxyStatus(url) === status) throw networkError(service, `GET ${url}`, url, proxyFailure(status))
}
