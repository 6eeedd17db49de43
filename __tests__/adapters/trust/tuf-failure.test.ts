import { describe, expect, it } from '@jest/globals'
import { tufFailure } from '../../../src/adapters/trust/tuf-failure.ts'

const url = 'https://tuf.example.test/repository'

/** What tuf-js throws for snapshot and targets metadata: a text, without the cause. */
const wrapped = (message: string): Error => new Error(`Unable to load snapshot metadata error Error: ${message}`)

describe('tufFailure', () => {
  it.each([
    ['snapshot.json is expired', 'E_TUF_EXPIRED'],
    ['targets was signed by 0/1 keys', 'E_TUF_SIGNATURE'],
    ['Version 3 of snapshot does not match snapshot version 4', 'E_TUF_SIGNATURE'],
    ['New snapshot version 1 is less than current version 2', 'E_TUF_SIGNATURE'],
    ['Expected hash 00 but got 11', 'E_TUF_TARGET'],
    ['Expected length 3 but got 4', 'E_TUF_TARGET'],
  ])('knows "%s" where tuf-js kept only the text, and does not retry it', (message, code) => {
    expect(tufFailure(url, wrapped(message))).toMatchObject({ code, transient: undefined })
  })

  it('takes what it does not know for an answer that is no metadata, which may pass', () => {
    expect(tufFailure(url, wrapped('something else'))).toMatchObject({ code: 'E_TUF_RESPONSE' })
    expect(tufFailure(url, wrapped('something else')).transient).toBeDefined()
  })

  it.each([
    [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'getaddrinfo', 'E_TUF_UNAVAILABLE', true],
    [{ code: 'UND_ERR_ABORTED' }, 'Proxy response (403) !== 200 when HTTP Tunneling', 'E_TUF_BLOCKED', false],
  ])('names host and port to allow for %j', (parts, message, code, passes) => {
    const cause = Object.assign(new Error(message), parts)
    const error = tufFailure(url, new TypeError('fetch failed', { cause }))
    expect([error.code, error.transient !== undefined]).toEqual([code, passes])
    expect(error.fix).toMatch(/^allow tuf\.example\.test:443 in .*, or give `trusted-root`/)
  })

  it('counts a 403 as a block after four tries, and names the host', () => {
    const error = tufFailure(url, Object.assign(new Error('Failed to download'), { statusCode: 403 }))
    expect(error).toMatchObject({ code: 'E_TUF_BLOCKED', transient: { tries: 4 } })
    expect(error.fix).toContain('tuf.example.test:443')
  })
})
