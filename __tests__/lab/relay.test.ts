/* Shows the relay before a real HTTP server: what passes is as it was, what a conduct does to it, and what is noted. */
import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { farAway, loseFirstReply, pushBack } from '../../lab/support/conducts.ts'
import { type Conduct, type Relay, startRelay } from '../../lab/support/relay.ts'
import { closeServer, listenOnLoopback } from '../../sandbox/loopback.ts'

const server = createServer((request, response) => {
  response.writeHead(request.method === 'POST' ? 201 : 200, { 'x-path': request.url })
  // In pieces, without a length.
  request.pipe(response)
})
const relays: Relay[] = []
let service = ''

beforeEach(async () => {
  service = `http://localhost:${await listenOnLoopback(server)}`
})

afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.close()))
  await closeServer(server)
})

async function relayWith(conduct?: Conduct): Promise<Relay> {
  const relay = await startRelay(service, conduct)
  relays.push(relay)
  return relay
}

function send({ url }: Relay, body: string): Promise<Response> {
  return fetch(`${url}/echo?x=1`, { method: 'POST', body })
}

describe('a relay', () => {
  it('counts every request of every connection and changes nothing', async () => {
    const relay = await relayWith()
    const bodies = Array.from({ length: 20 }, (_, index) => `${String(index)}: ${'x'.repeat(100_000)}`)
    const answers = await Promise.all(bodies.map((body) => send(relay, body)))
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(bodies)
    expect(new Set(answers.map(({ status, headers }) => `${status} ${headers.get('x-path') ?? ''}`))).toEqual(
      new Set(['201 /echo?x=1']),
    )
    expect(relay.passages).toHaveLength(20)
  })

  it('holds request and answer back by half of a round trip each', async () => {
    const relay = await relayWith(farAway({ roundTrip: 120 }))
    const start = performance.now()
    await send(relay, 'x')
    // Timers may end up to a millisecond early.
    expect(performance.now() - start).toBeGreaterThanOrEqual(118)
  })

  it('goes on when a client leaves in the middle', async () => {
    const relay = await relayWith()
    const aborted = fetch(`${relay.url}/echo`, { signal: AbortSignal.timeout(1) })
    await aborted.catch(() => undefined)
    expect(await (await send(relay, 'after it')).text()).toBe('after it')
  })

  it('notes what the service answered and the client never got', async () => {
    const relay = await relayWith(loseFirstReply())
    await expect(send(relay, 'first')).rejects.toThrow('fetch failed')
    expect((await send(relay, 'second')).status).toBe(201)
    expect(relay.passages).toMatchObject([
      { method: 'POST', body: 'first', answered: 201, received: 0 },
      { method: 'POST', body: 'second', answered: 201, received: 201 },
    ])
  })

  it('gives answers of its own, which the service knows nothing of, to the first requests of one method', async () => {
    const relay = await relayWith(pushBack(1))
    expect((await fetch(relay.url)).status).toBe(200)
    expect((await send(relay, 'first')).status).toBe(503)
    expect((await send(relay, 'second')).status).toBe(201)
    expect(relay.passages.map(({ answered, received }) => [answered, received])).toEqual([
      [200, 200],
      [0, 503],
      [201, 201],
    ])
  })

  it('cuts the connection where the service cannot be reached', async () => {
    const relay = await relayWith()
    await closeServer(server)
    await expect(send(relay, 'x')).rejects.toThrow('fetch failed')
    expect(relay.passages).toMatchObject([{ answered: 0, received: 0 }])
  })
})
