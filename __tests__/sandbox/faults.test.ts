/* Shows each fault as a plain HTTP client meets it. */
import http from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { brokenJson, html, lieJson, none, redirect, schema, status } from '../../sandbox/faults.ts'
import type { Fault } from '../../sandbox/faults.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { record, signBytes } from './client.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.close())

interface Met {
  readonly status?: number
  readonly headers?: http.IncomingHttpHeaders
  readonly body: string
  /** How the exchange ended: whole, cut off, by an error's code, or not at all within 200 ms. */
  readonly end: string
  readonly milliseconds: number
}

/** Asks for the issuer's discovery document with connections of its own. */
function meet(limit = 200): Promise<Met> {
  return new Promise((resolve) => {
    const start = performance.now()
    let met: Omit<Met, 'end' | 'milliseconds'> = { body: '' }
    const done = (end: string) => {
      resolve({ ...met, end, milliseconds: performance.now() - start })
      request.destroy()
    }
    const url = `${sandbox.urls.oidc}/.well-known/openid-configuration`
    const request = http.get(url, { agent: false }, (response) => {
      met = { status: response.statusCode ?? 0, headers: response.headers, body: '' }
      response.on('data', (chunk: Buffer) => (met = { ...met, body: met.body + chunk.toString() }))
      response.on('close', () => done(response.complete ? 'whole' : 'cut off'))
      response.on('error', () => undefined)
    })
    request.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? ''))
    setTimeout(() => done('waiting'), limit)
  })
}

const rows: readonly (readonly [string, Fault, Partial<Met>])[] = [
  ['none', none, { status: 200, end: 'whole' }],
  ['a status', status(503, { 'retry-after': '2' }), { status: 503, body: '', end: 'whole' }],
  ['a web page', html(), { status: 200, body: '<!doctype html><title>Welcome</title><p>Please log in' }],
  ['broken JSON', brokenJson, { status: 200, body: '{"value": ', end: 'whole' }],
  ['another shape', schema({ a: [] }), { status: 200, body: '{"a":[]}' }],
  ['a redirect', redirect('http://localhost:1/'), { status: 307, end: 'whole' }],
  ['a reset', { kind: 'reset-before' }, { body: '', end: 'ECONNRESET' }],
  ['a lost reply', { kind: 'lost-reply' }, { body: '', end: 'ECONNRESET' }],
  ['a truncated body', { kind: 'truncate' }, { status: 200, end: 'cut off' }],
  ['stalled headers', { kind: 'stall-headers' }, { body: '', end: 'waiting' }],
  ['a stalled body', { kind: 'stall-body' }, { status: 200, end: 'waiting' }],
  ['a lie', lieJson(() => 'lie'), { status: 200, body: '"lie"' }],
]

describe('a fault', () => {
  it.each(rows)('is met as %s', async (_, fault, expected) => {
    sandbox.faults.script('oidc.discovery', fault)
    expect(await meet()).toMatchObject(expected)
    expect(await meet()).toMatchObject({ status: 200, end: 'whole' })
  })

  it('can make a reply slow', async () => {
    sandbox.faults.script('oidc.discovery', { kind: 'delay', milliseconds: 100 })
    expect((await meet()).milliseconds).toBeGreaterThanOrEqual(99)
  })

  it('can make a reply come byte by byte', async () => {
    sandbox.faults.script('oidc.discovery', { kind: 'drip', milliseconds: 50 })
    const { body, end } = await meet(600)
    expect(end).toBe('waiting')
    expect(body).toMatch(/^.{3,12}$/)
  })
})

describe('a script', () => {
  it('is met in order, then what always holds, until all is cleared', async () => {
    sandbox.faults.script('oidc.discovery', status(500), none)
    sandbox.faults.always('oidc.discovery', status(429))
    const statuses = [await meet(), await meet(), await meet(), await meet()].map((met) => met.status)
    expect(statuses).toEqual([500, 200, 429, 429])
    sandbox.faults.clear()
    expect((await meet()).status).toBe(200)
  })

  it('holds for its own route only', async () => {
    sandbox.faults.always('oidc.keys', status(500))
    expect((await meet()).status).toBe(200)
  })
})

describe('a lost reply', () => {
  it('leaves the entry in the log, so that the next try is told of it', async () => {
    const signed = await signBytes(sandbox, Buffer.from('bytes'))
    sandbox.faults.script('rekor.create', { kind: 'lost-reply' })
    await expect(record(sandbox, signed)).rejects.toThrow('error creating tlog entry')
    await record(sandbox, signed)
    expect(sandbox.requests.slice(-3).map((request) => request.status)).toEqual([0, 409, 200])
  })
})

describe('the sandbox', () => {
  it('adds a delay to every reply where asked', async () => {
    const slow = await startSandbox({ delay: 100 })
    const start = performance.now()
    await fetch(`${slow.urls.oidc}/.well-known/openid-configuration`)
    expect(performance.now() - start).toBeGreaterThanOrEqual(99)
    await slow.close()
  })

  it('can have a service that never gets through its TLS handshake', async () => {
    const silent = await startSandbox({ stallTls: ['fulcio'] })
    const { protocol, port } = new URL(silent.urls.fulcio)
    expect(protocol).toBe('https:')
    const socket = connect(Number(port), '127.0.0.1')
    const heard = await new Promise<string>((resolve) => {
      socket.on('connect', () => socket.write('hello'))
      socket.on('data', () => resolve('an answer'))
      setTimeout(() => resolve('nothing'), 100)
    })
    expect(heard).toBe('nothing')
    await silent.close()
    socket.destroy()
  })
})
