/* Shows that a run's key signs ready digests as everybody else signs files. */
import { createHash, verify } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { generateSigningKey } from '../../../src/core/identity/signing-key.ts'
import { branded } from '../../support/signing.ts'
import type { Sha256 } from '../../../src/core/types.ts'

const content = Buffer.from('an image')
const sha256 = branded<Sha256>(createHash('sha256').update(content).digest('hex'))

describe('a signing key', () => {
  it('signs a digest so that Node verifies the content', () => {
    const key = generateSigningKey()
    expect(verify('sha256', content, key.publicKey, key.signDigest(sha256))).toBe(true)
    expect(verify('sha256', Buffer.from('another'), key.publicKey, key.signDigest(sha256))).toBe(false)
  })

  it('signs a message by its digest', () => {
    const key = generateSigningKey()
    expect(verify('sha256', content, key.publicKey, key.signMessage(content))).toBe(true)
  })

  it('is another one every time', () => {
    expect(generateSigningKey().publicKey.equals(generateSigningKey().publicKey)).toBe(false)
  })

  it('gives the same signature for the same digest, until a fresh one is asked for', () => {
    const key = generateSigningKey()
    const [first, second] = [key.signDigest(sha256), key.signDigest(sha256)]
    const fresh = key.signDigest(sha256, { fresh: true })
    expect(second).toEqual(first)
    expect(fresh).not.toEqual(first)
    expect(verify('sha256', content, key.publicKey, fresh)).toBe(true)
  })
})
