/* Shows how failures below HTTP are told from answers, by what Node, undici and minipass-fetch throw. */
import { describe, expect, it } from '@jest/globals'
import { causes, networkFailure } from '../../src/adapters/network-error.ts'

const error = (message: string, more: object = {}, cause?: unknown): Error =>
  Object.assign(new Error(message, cause === undefined ? {} : { cause }), more)

describe('a thrown error', () => {
  it.each<[string, unknown, string | undefined]>([
    ['of the system', error('connect ECONNREFUSED', { code: 'ECONNREFUSED' }), 'network'],
    ['of name resolution', error('getaddrinfo', { code: 'EAI_AGAIN' }), 'network'],
    ['of undici', error('fetch failed', {}, error('other side closed', { code: 'UND_ERR_SOCKET' })), 'network'],
    ['of minipass-fetch', error('reason', { type: 'request-timeout' }), 'network'],
    ['of a signal', Object.assign(new Error('x'), { name: 'TimeoutError' }), 'network'],
    ['without a code', error('Premature close'), 'network'],
    ['of a certificate', error('x', {}, error('self-signed', { code: 'SELF_SIGNED_CERT_IN_CHAIN' })), 'untrusted'],
    ['of a name', error('altnames', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'untrusted'],
    ['of a parser', new SyntaxError('Unexpected token'), undefined],
    ['of the engine', error('error creating tlog entry', { code: 'TLOG_CREATE_ENTRY_ERROR' }), undefined],
    ['that is none', 'text', undefined],
  ])('%s', (_, thrown, kind) => {
    expect(networkFailure(thrown)?.kind).toBe(kind)
  })

  it('is explained by its deepest cause', () => {
    const deep = error('connect ECONNRESET 127.0.0.1', { code: 'ECONNRESET' })
    const thrown = error('error creating signing certificate', {}, error('request failed', { type: 'system' }, deep))
    expect(networkFailure(thrown)?.text).toBe('connect ECONNRESET 127.0.0.1 (ECONNRESET)')
  })

  it('that is its own cause ends somewhere', () => {
    const circular = error('x')
    circular.cause = circular
    expect(causes(circular)).toEqual([circular])
  })
})
