/* Shows what a look leaves behind for the calls after it: a connection, and an agent that knows its protocol. */
import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { request, type ClientRequest } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import { reach } from '../../../src/adapters/sigstore/reach.ts'
import { timestampAuthority } from '../../../src/adapters/sigstore/timestamp-authority.ts'

/** An agent of the engine's client, and how it finds out its protocol from the text of a stack trace where it was not told. */
interface Agent {
  readonly protocol: string
  isSecureEndpoint(options?: object): boolean
}

const SENT = 'http.client.request.start'
const { signal } = new AbortController()
const sent: ClientRequest[] = []
const keep = (message: unknown): void => {
  sent.push((message as { readonly request: ClientRequest }).request)
}

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox()
  sent.length = 0
  subscribe(SENT, keep)
})
afterEach(() => {
  unsubscribe(SENT, keep)
  return sandbox.close()
})

it('has the agent asked for its protocol no more, for the calls of the run as for the look itself', async () => {
  const url = `${sandbox.urls.tsa}/api/v1/timestamp`
  await reach('timestampAuthority', url, 1000, signal)
  const agent = Reflect.get(sent[0] ?? {}, 'agent') as Agent
  const find = agent.isSecureEndpoint.bind(agent)
  let found = 0
  agent.isSecureEndpoint = (options?: object) => {
    if (options === undefined) found++
    return find(options)
  }
  await timestampAuthority({ url, majorApiVersion: 1 }, 1000).timestamp(Buffer.alloc(70), signal)
  expect(sent.map((request) => Reflect.get(request, 'agent') === agent)).toEqual([true, true])
  expect({ found, protocol: agent.protocol }).toEqual({ found: 0, protocol: 'http:' })
})

it('does not mind a request of others meanwhile that brings its own connection', async () => {
  const { hostname, port } = new URL(sandbox.urls.tsa)
  const looking = reach('timestampAuthority', sandbox.urls.tsa, 1000, signal)
  const socket = connect(Number(port), hostname)
  await new Promise((resolve, reject) => {
    request(sandbox.urls.tsa, { agent: null as never, createConnection: () => socket }, resolve)
      .on('error', reject)
      .end()
  })
  await looking
  socket.destroy()
  expect(sent.map((one) => Reflect.get(one, 'agent') === null)).toContain(true)
})

it('listens to no requests but its own', async () => {
  await reach('timestampAuthority', sandbox.urls.tsa, 1000, signal)
  await expect(reach('timestampAuthority', 'http://127.0.0.1:9', 1000, signal)).rejects.toMatchObject({
    code: 'E_TSA_UNAVAILABLE',
  })
  unsubscribe(SENT, keep)
  expect(channel(SENT).hasSubscribers).toBe(false)
})
