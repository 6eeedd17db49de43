/* Shows in which forms a secret is found, and that ordinary text is none. */
import { describe, expect, it } from '@jest/globals'
import { leakedSecret } from '../../../sandbox/oracles/secrets.ts'

const secret = 'a+secret/with"signs=and-length'

describe('leakedSecret', () => {
  it.each([
    ['as it is', secret],
    ['in a URL', encodeURIComponent(secret)],
    ['in JSON', JSON.stringify({ secret })],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64, one byte in', Buffer.from(`x${secret}y`).toString('base64')],
    ['in base64, two bytes in', Buffer.from(`xy${secret}z`).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
  ])('finds a secret %s', (_, text) => {
    expect(leakedSecret(`before ${text} after`, ['another', secret])).toBe(secret)
  })

  it('finds a token by its payload or its signature, but not by the header that all tokens have', () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl'
    expect(leakedSecret('see c2lnbmF0dXJl', [token])).toBe(token)
    expect(leakedSecret('see eyJzdWIiOiJ4In0', [token])).toBe(token)
    expect(leakedSecret('see eyJhbGciOiJSUzI1NiJ9', [token])).toBeUndefined()
  })
})
