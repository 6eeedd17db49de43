/*
 * Owns one TCP relay in front of a service: what passes it arrives later by the link's delay, and requests are counted.
 * Must not change a byte.
 */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { newRequestCounter, type RequestCounter } from './request-counter.ts'

/** Link is the way to the services; `delay` is milliseconds in each direction and may be changed between runs. */
export interface Link {
  delay: number
}

/** Relay listens on a free port of 127.0.0.1. */
export interface Relay {
  readonly port: number
  /** Requests since the start of the relay. */
  readonly requests: number
  close(): Promise<void>
}

/** startRelay returns a relay to a port of 127.0.0.1. Opening a connection takes no time on it, unlike on a long way. */
export async function startRelay(target: number, link: Link): Promise<Relay> {
  const counters: RequestCounter[] = []
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const service = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    const counter = newRequestCounter()
    counters.push(counter)
    client.on('data', (bytes) => counter.feed(bytes))
    forward(client, service, link)
    forward(service, client, link)
    for (const socket of [client, service]) {
      sockets.add(socket)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        service.destroy()
      })
      // A side that goes away takes the other with it, as without a relay.
      socket.on('error', () => undefined)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    get requests() {
      return counters.reduce((sum, { count }) => sum + count, 0)
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function forward(from: Socket, to: Socket, { delay }: Link): void {
  // Timers of the same length end in the order of their start, so the bytes stay in order.
  const later = (act: () => void) => (delay === 0 ? act() : setTimeout(act, delay))
  from.on('data', (bytes) => later(() => to.writable && to.write(bytes)))
  from.on('end', () => later(() => to.end()))
}
