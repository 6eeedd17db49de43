import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { tokenEndpoint } from '../../../src/adapters/runner/token-endpoint.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'

const bearer = 'SECRETBEARER'
const [header, payload, signature] = [`eyJ${'h'.repeat(20)}`, `eyJ${'p'.repeat(20)}`, 's'.repeat(40)]
const jwt = `${header}.${payload}.${signature}`

let respond: http.RequestListener
let requests: http.IncomingMessage[]
let url: string
const server = http.createServer((request, response) => {
  requests.push(request)
  respond(request, response)
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/token?api-version=2`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})
beforeEach(() => {
  requests = []
})

function answer(status: number, body: string, headers: http.OutgoingHttpHeaders = {}): http.RequestListener {
  return (_, response) => response.writeHead(status, headers).end(body)
}

async function ask(listener: http.RequestListener, masked: string[] = []): Promise<string> {
  respond = listener
  return tokenEndpoint(url, bearer, (secret) => masked.push(secret)).token('sig store', AbortSignal.timeout(5_000))
}

async function refusal(listener: http.RequestListener): Promise<ActionError> {
  const error: unknown = await ask(listener).catch((reason: unknown) => reason)
  if (!(error instanceof ActionError)) throw new Error('no ActionError', { cause: error })
  for (const secret of [bearer, jwt, payload]) expect(`${error.message} ${error.fix}`).not.toContain(secret)
  return error
}

describe('tokenEndpoint', () => {
  it('asks with audience and bearer, and masks the token and its parts', async () => {
    const masked: string[] = []
    expect(await ask(answer(200, JSON.stringify({ value: jwt })), masked)).toBe(jwt)
    expect(masked).toEqual([jwt, payload, signature])
    expect(requests.map((request) => [request.url, request.headers.authorization])).toEqual([
      ['/token?api-version=2&audience=sig+store', `Bearer ${bearer}`],
    ])
  })

  it.each(['{}', '""', '{"value":7}', '{"value":{}}', '{"value":null}', '{"value":"x"}', '[]', 'null', '<html>', ''])(
    'may try again when it gets %p',
    async (body) => {
      expect(await refusal(answer(200, body))).toMatchObject({ code: 'E_OIDC_RESPONSE', transient: {} })
    },
  )

  it('masks what may be a secret even where it is no token', async () => {
    const masked: string[] = []
    await expect(ask(answer(200, JSON.stringify({ value: `${jwt}!` })), masked)).rejects.toThrow()
    expect(masked).toContain(`${jwt}!`)
  })

  it.each([400, 401, 403, 404])('does not try again after HTTP %d', async (status) => {
    const error = await refusal(answer(status, 'no'))
    expect([error.code, error.transient]).toEqual(['E_OIDC_PERMISSION', undefined])
    expect(error.message).toContain(`127.0.0.1:${new URL(url).port}: HTTP ${String(status)}`)
  })

  it.each([
    ["Can't issue ID_TOKEN for job in 'Pending' state.", 'E_OIDC_UNAVAILABLE'],
    ["Can't issue ID_TOKEN for job in 'Delayed' state.", 'E_OIDC_UNAVAILABLE'],
    ["Can't issue ID_TOKEN for job in 'Completed' state.", 'E_OIDC_PERMISSION'],
    ['The payment of this account is pending.', 'E_OIDC_PERMISSION'],
  ])('takes a 403 that says "%s" for %s', async (message, code) => {
    const error = await refusal(answer(403, JSON.stringify({ message })))
    expect([error.code, error.transient !== undefined]).toEqual([code, code === 'E_OIDC_UNAVAILABLE'])
    expect((await refusal(answer(401, JSON.stringify({ message })))).code).toBe('E_OIDC_PERMISSION')
  })

  it.each([408, 429, 500, 503])('may try again after HTTP %d', async (status) => {
    expect(await refusal(answer(status, ''))).toMatchObject({ code: 'E_OIDC_UNAVAILABLE', transient: {} })
  })

  it('passes on Retry-After, in seconds or as a date', async () => {
    const waitFor = async (value: string): Promise<number> =>
      (await refusal(answer(429, '', { 'Retry-After': value }))).transient?.retryAfter ?? 0
    expect(await waitFor('2')).toBe(2_000)
    const wait = await waitFor(new Date(Date.now() + 60_000).toUTCString())
    expect([wait >= 57_000, wait <= 60_000]).toEqual([true, true])
  })

  it.each(['0', '-5', 'soon', new Date(0).toUTCString()])('ignores Retry-After: %s', async (value) => {
    const error = await refusal(answer(503, '', { 'Retry-After': value }))
    expect(error.transient?.retryAfter).toBeUndefined()
  })

  it('follows no redirect', async () => {
    expect((await refusal(answer(307, '', { Location: '/elsewhere' }))).code).toBe('E_OIDC_RESPONSE')
    expect(requests).toHaveLength(1)
  })

  it.each([
    ['before the answer', (_: unknown, response: http.ServerResponse) => response.destroy()],
    [
      'within the answer',
      (_: unknown, response: http.ServerResponse) => {
        response.writeHead(200, { 'Content-Length': 1_000 })
        response.write('{"value":"', () => response.destroy())
      },
    ],
  ])('may try again when the connection breaks %s', async (_, listener) => {
    expect(await refusal(listener)).toMatchObject({ code: 'E_OIDC_UNAVAILABLE', transient: {} })
  })

  it('shows the words of the service, harmless and without secrets', async () => {
    const { message } = await refusal(answer(500, `x\n::error::y ${jwt} Bearer ${bearer}`))
    expect(message).toContain('x\\n::error::y [redacted] Bearer [redacted]')
  })

  it('stops when it is told to, and gives the reason', async () => {
    const stop = new AbortController()
    respond = () => stop.abort(new Error('enough'))
    await expect(tokenEndpoint(url, bearer, () => undefined).token('a', stop.signal)).rejects.toThrow('enough')
  })

  it.each([
    ['not a url', bearer],
    ['http://127.0.0.1:1/', 'two\nlines'],
  ])('refuses the address %j or its bearer without showing them', async (address, secret) => {
    const asked = tokenEndpoint(address, secret, () => undefined).token('a', AbortSignal.timeout(5_000))
    await expect(asked).rejects.toMatchObject({
      code: 'E_OIDC_PERMISSION',
      message: expect.not.stringContaining('lines'),
    })
  })
})
