/*
 * Owns the knowledge of which answers were a proxy's: sigstore-js's clients hand one that refuses the way on as the service's
 * own. Told by Node of every answer in this process; must not change any.
 */
import { subscribe } from 'node:diagnostics_channel'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'

/** The last answer of a proxy by the service's host, until the service itself answers. */
const answers = new Map<string, number>()

subscribe('http.client.response.finish', (message) => {
  const { request, response } = message as { readonly request: ClientRequest; readonly response: IncomingMessage }
  if (request.protocol !== 'https:') return
  const host = hostOf(`https://${String(request.getHeader('host'))}`)
  // What is sealed comes from the service; what is not can only be from something that stands before it.
  if (response.socket instanceof TLSSocket) answers.delete(host)
  else answers.set(host, response.statusCode ?? 0)
})

/** proxyStatus returns the status with which a proxy refused the way to a URL last; undefined where the service answered. */
export function proxyStatus(url: string): number | undefined {
  return answers.get(hostOf(url))
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? ''
}
