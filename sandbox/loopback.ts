/*
 * Owns how a server of sandbox or lab starts to listen on 127.0.0.1, and how it ends with whatever is still open.
 */
import { once } from 'node:events'
import type { Server as HttpServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'

/** listenOnLoopback returns the port on which the server listens from now on, a free one unless said; rejects where it is taken. */
export async function listenOnLoopback(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  // A listening TCP server always has such an address.
  return (server.address() as AddressInfo).port
}

/** closeServer ends the server and all its connections; a server that was closed before is no failure. */
export function closeServer(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
