/* Shows the relay before a real HTTP server: bytes as they were, later, and every request counted. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Link, type Relay, startRelay } from '../../bench/relay.ts'

let server: Server
let relay: Relay
const link: Link = { delay: 0 }

beforeEach(async () => {
  server = createServer((request, response) => {
    request.pipe(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  relay = await startRelay(address.port, link)
})

afterEach(async () => {
  link.delay = 0
  await relay.close()
  server.closeAllConnections()
  server.close()
})

async function send(body: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${String(relay.port)}/echo`, { method: 'POST', body })
  return response.text()
}

describe('a relay', () => {
  it('counts every request of every connection and changes nothing', async () => {
    const bodies = Array.from({ length: 20 }, (_, index) => `${String(index)}: ${'x'.repeat(100_000)}`)
    expect(await Promise.all(bodies.map(send))).toEqual(bodies)
    expect(relay.requests).toBe(20)
  })

  it('holds request and answer back by the delay of the link', async () => {
    link.delay = 60
    const start = performance.now()
    await send('x')
    // Timers may end up to a millisecond early.
    expect(performance.now() - start).toBeGreaterThanOrEqual(118)
  })

  it('ends when a client leaves in the middle', async () => {
    const aborted = fetch(`http://127.0.0.1:${String(relay.port)}/echo`, { signal: AbortSignal.timeout(1) })
    await aborted.catch(() => undefined)
    expect(await send('after it')).toBe('after it')
  })
})
