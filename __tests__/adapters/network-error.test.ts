/* Shows how failures below HTTP are told from answers, by what Node, undici and minipass-fetch throw. */
import { describe, expect, it } from '@jest/globals'
import { causes, networkFailure } from '../../src/adapters/network-error.ts'

const error = (message: string, more: object = {}, cause?: unknown): Error =>
  Object.assign(new Error(message, cause === undefined ? {} : { cause }), more)

/** As undici tells of a proxy that does not answer a CONNECT with 200. */
const proxied = (status: number): Error =>
  error(
    'fetch failed',
    {},
    error(`Proxy response (${String(status)}) !== 200 when HTTP Tunneling`, { code: 'UND_ERR_ABORTED' }),
  )
const aggregate = (...errors: readonly Error[]): Error =>
  Object.assign(new AggregateError(errors), { code: 'ENETUNREACH' })

describe('a thrown error', () => {
  it.each<[string, unknown, string | undefined]>([
    ['of a port where nobody listens', error('connect ECONNREFUSED', { code: 'ECONNREFUSED' }), 'unreachable'],
    ['of name resolution', error('getaddrinfo', { code: 'EAI_AGAIN' }), 'unreachable'],
    ['of a name that is not there', error('getaddrinfo', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }), 'unreachable'],
    ['of a packet filter', error('connect EACCES', { code: 'EACCES', syscall: 'connect' }), 'unreachable'],
    ['of a file', error('EACCES: permission denied', { code: 'EACCES', syscall: 'mkdir' }), 'network'],
    ['of a connection that takes too long', error('x', { code: 'ETIMEDOUT', syscall: 'connect' }), 'unreachable'],
    ['of a connection that fell silent', error('read ETIMEDOUT', { code: 'ETIMEDOUT', syscall: 'read' }), 'network'],
    [
      'of undici, of a connection',
      error('fetch failed', {}, error('x', { code: 'UND_ERR_CONNECT_TIMEOUT' })),
      'unreachable',
    ],
    [
      'of a TLS handshake',
      error('socket disconnected before secure TLS connection', { code: 'ECONNRESET' }),
      'unreachable',
    ],
    ['of a connection that broke', error('read ECONNRESET', { code: 'ECONNRESET', syscall: 'read' }), 'network'],
    [
      'of every address of a name',
      aggregate(error('connect x', { code: 'ENETUNREACH', syscall: 'connect' })),
      'unreachable',
    ],
    [
      'of every address of a name, as minipass-fetch keeps it',
      error('', { code: 'ECONNREFUSED', type: 'system' }),
      'unreachable',
    ],
    ['of a proxy that refuses', proxied(403), 'blocked'],
    ['of a way that is refused to node:http', error('x', { code: 'ERR_PROXY_TUNNEL', statusCode: 407 }), 'blocked'],
    ['of a way that is not had by node:http', error('x', { code: 'ERR_PROXY_TUNNEL', statusCode: 502 }), 'network'],
    ['of a proxy that wants a password', proxied(407), 'blocked'],
    ['of a proxy that fails', proxied(502), 'network'],
    ['of undici', error('fetch failed', {}, error('other side closed', { code: 'UND_ERR_SOCKET' })), 'network'],
    ['of minipass-fetch', error('reason', { type: 'request-timeout' }), 'network'],
    ['of a signal', Object.assign(new Error('x'), { name: 'TimeoutError' }), 'network'],
    ['without a code', error('Premature close'), 'network'],
    ['of a certificate', error('x', {}, error('self-signed', { code: 'SELF_SIGNED_CERT_IN_CHAIN' })), 'untrusted'],
    ['of a name', error('altnames', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'untrusted'],
    ['of an authority that is none', error('invalid CA', { code: 'INVALID_CA' }), 'untrusted'],
    ['of a certificate of yesterday', error('expired', { code: 'CERT_HAS_EXPIRED' }), 'untrusted'],
    ['of a parser', new SyntaxError('Unexpected token'), undefined],
    ['of the engine', error('error creating tlog entry', { code: 'TLOG_CREATE_ENTRY_ERROR' }), undefined],
    ['that is none', 'text', undefined],
  ])('%s', (_, thrown, kind) => {
    expect(networkFailure(thrown)?.kind).toBe(kind)
  })

  it('is explained by its deepest cause', () => {
    const deep = error('connect ECONNRESET 127.0.0.1', { code: 'ECONNRESET' })
    const thrown = error('error creating signing certificate', {}, error('request failed', { type: 'system' }, deep))
    expect(networkFailure(thrown)?.text).toBe('connect ECONNRESET 127.0.0.1')
  })

  it('is told with its code where its text has none, and never twice with it', () => {
    const said = error('getaddrinfo ENOTFOUND tuf.example', { code: 'ENOTFOUND', syscall: 'getaddrinfo' })
    expect(networkFailure(said)?.text).toBe('getaddrinfo ENOTFOUND tuf.example')
    expect(networkFailure(error('other side closed', { code: 'UND_ERR_SOCKET' }))?.text).toBe(
      'other side closed (UND_ERR_SOCKET)',
    )
  })

  it('of which nothing but a code is known is told by that', () => {
    expect(networkFailure(error('', { code: 'ECONNREFUSED' }))?.text).toBe('(ECONNREFUSED)')
  })

  it('that is its own cause ends somewhere', () => {
    const circular = error('x')
    circular.cause = circular
    expect(causes(circular)).toEqual([circular])
  })
})
