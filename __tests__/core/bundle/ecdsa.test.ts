/* Shows which signatures over a ready digest are a key's. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { verifyDigest } from '../../../src/core/bundle/ecdsa.ts'
import { generateSigningKey } from '../../../src/core/identity/signing-key.ts'
import { branded } from '../../support/signing.ts'
import type { MessageDigest, Sha256 } from '../../../src/core/types.ts'

const content = Buffer.from('an image')
const sha256 = branded<Sha256>(createHash('sha256').update(content).digest('hex'))

describe('verifying a digest', () => {
  const curves = [
    ['P-256', 'sha256'],
    ['P-384', 'sha384'],
    ['P-521', 'sha512'],
    ['P-384', 'sha256'],
  ] as const

  it.each(curves)('on %s accepts what OpenSSL signed with %s, and nothing else', (namedCurve, algorithm) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
    const digest: MessageDigest = { algorithm, hex: createHash(algorithm).update(content).digest('hex') }
    const other: MessageDigest = { algorithm, hex: createHash(algorithm).update('another').digest('hex') }
    const signature = sign(algorithm, content, privateKey)
    expect(verifyDigest(publicKey, digest, signature)).toBe(true)
    expect(verifyDigest(publicKey, other, signature)).toBe(false)
    expect(verifyDigest(generateSigningKey().publicKey, digest, signature)).toBe(false)
    expect(verifyDigest(publicKey, digest, signature.subarray(1))).toBe(false)
  })

  it.each([
    ['of another curve', generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey],
    ['of RSA', generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey],
    ['of Ed25519', generateKeyPairSync('ed25519').publicKey],
  ])('is false for a key %s', (_, key) => {
    expect(verifyDigest(key, { algorithm: 'sha256', hex: sha256 }, generateSigningKey().signDigest(sha256))).toBe(false)
  })
})
