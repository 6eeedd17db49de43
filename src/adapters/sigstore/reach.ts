/*
 * Owns the look whether a service can be reached, through the HTTP client that sigstore-js uses and with the same options, so
 * that the connection is kept there for the real call. Must not judge what a service answers.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'
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
  subscribe(SENT, keepProtocol)
  const { status, body } = await race(fetch(url, options), signal)
    .catch((error: unknown) => {
      throw signal.aborted ? error : clientFailure(service, url, error, 'GET').error
    })
    .finally(() => unsubscribe(SENT, keepProtocol))
  // A connection is free for the next call when its answer was read; that it breaks afterwards is for that call to find.
  body.on('error', () => undefined).resume()
  if (proxyStatus(url) === status) throw networkError(service, `GET ${url}`, url, proxyFailure(status))
}

/** Node's channel that tells of every request that is sent. */
const SENT = 'http.client.request.start'

/**
 * An agent of this client is for one protocol, and finds out which anew for every request, in the text of a stack trace, unless
 * it was told: a tenth of what a request costs.
 */
function keepProtocol(sent: unknown): void {
  // Every request of the process is told of, and one that brings its own connection has null for an agent.
  const { request } = sent as { readonly request: ClientRequest & { readonly agent?: { protocol?: string } | null } }
  if (request.agent) request.agent.protocol = request.protocol
}
