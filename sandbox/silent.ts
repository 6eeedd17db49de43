/*
 * Owns a server that accepts connections and never speaks, so that a TLS handshake with it never ends. Must not read.
 */
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import type { Service } from './http.ts'
import { listenOnLoopback } from './loopback.ts'

/** listenSilently starts such a server; its address is an https one. */
export async function listenSilently(): Promise<Service> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // Clients that give up reset the connection, which is no failure of ours.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  const port = await listenOnLoopback(server)
  server.unref()
  return {
    url: `https://127.0.0.1:${port}`,
    serve: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
