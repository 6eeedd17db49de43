/*
 * Owns a forward proxy on loopback as a company has one: CONNECT to the names it knows ends in TLS of a private authority
 * and goes on to a server of the lab; every other name is refused. Notes what went through.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { listenOnLoopback } from '../../sandbox/loopback.ts'
import { forward } from '../support/forward.ts'
import type { TlsIdentity } from './certificate.ts'

/** Routes are the names that the proxy leads somewhere, each with the port of a server on loopback. */
export type Routes = Readonly<Record<string, number>>

/** Proxy is a running proxy. */
export interface Proxy {
  /** The value of HTTPS_PROXY. */
  readonly url: string
  /** `HOST:PORT` of every CONNECT, refused ones too. */
  readonly tunnels: readonly string[]
  /** `METHOD HOST/path` of every request inside a tunnel. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

/** startProxy starts a proxy on a free port. */
export async function startProxy(routes: Routes, identity: TlsIdentity): Promise<Proxy> {
  const tunnels: string[] = []
  const requests: string[] = []
  const inside = createTlsServer({ key: identity.key, cert: identity.certificate }, (request, response) => {
    const host = request.headers.host ?? ''
    const port = routes[host]
    requests.push(`${request.method ?? ''} ${host}${request.url ?? ''}`)
    if (port === undefined) response.writeHead(421).end()
    else forward(request, response, port)
  })
  const insidePort = await listenOnLoopback(inside)
  const sockets = new Set<Socket>()
  const outside = createServer((_, response) => {
    response.writeHead(405).end()
  })
  outside.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    const target = request.url ?? ''
    tunnels.push(target)
    const [host = '', port] = target.split(':')
    if (port !== '443' || routes[host] === undefined) client.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    else tunnel(client, head, insidePort)
  })
  for (const server of [outside, inside]) {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
  }
  const port = await listenOnLoopback(outside)
  return {
    url: `http://127.0.0.1:${port}`,
    tunnels,
    requests,
    async close() {
      const closed = [outside, inside].map((server) => once(server, 'close'))
      for (const server of [outside, inside]) server.close()
      // A tunnel is no connection of the HTTP server any more.
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
    },
  }
}

function tunnel(client: Duplex, head: Buffer, port: number): void {
  const upstream = connect(port, '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    upstream.write(head)
    upstream.pipe(client)
    client.pipe(upstream)
  })
  upstream.on('error', () => client.destroy())
  client.on('error', () => upstream.destroy())
  client.on('close', () => upstream.destroy())
}
