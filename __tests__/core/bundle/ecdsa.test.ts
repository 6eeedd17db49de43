/* Shows which signatures over a ready digest are a key's. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { p256 } from '@noble/curves/nist.js'
import fc from 'fast-check'
import { integer, sequence } from '../../../sandbox/der.ts'
import { verifyDigest } from '../../../src/core/bundle/ecdsa.ts'
import { generateSigningKey } from '../../../src/core/identity/signing-key.ts'
import { damagedBytes } from '../../support/damaged.ts'
import { branded } from '../../support/signing.ts'
import type { MessageDigest, Sha256 } from '../../../src/core/types.ts'

const content = Buffer.from('an image')
const sha256 = branded<Sha256>(createHash('sha256').update(content).digest('hex'))

/** The same numbers in forms that are not DER (X.690, 10.1), or not all of the bytes. */
function wrongForms(der: Buffer): readonly Buffer[] {
  const numbers = der.subarray(der.readUInt8(1) < 0x80 ? 2 : 3)
  return [
    Buffer.concat([der, Buffer.of(0)]),
    der.subarray(0, -1),
    Buffer.alloc(0),
    Buffer.concat([Buffer.of(0x30, 0x82, 0, numbers.length), numbers]),
    Buffer.concat([Buffer.of(0x30, 0x80), numbers, Buffer.of(0, 0)]),
    Buffer.concat([Buffer.of(0x31), der.subarray(1)]),
  ]
}

function derInteger(number: bigint): Buffer {
  const hex = number.toString(16)
  return integer(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'))
}

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

  it.each(curves)('on %s says of %s the same with the bytes as without them', (namedCurve, algorithm) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
    const digest: MessageDigest = { algorithm, hex: createHash(algorithm).update(content).digest('hex') }
    const signature = sign(algorithm, content, privateKey)
    const both = (bytes: Uint8Array): readonly boolean[] =>
      [digest, { ...digest, content }].map((message) => verifyDigest(publicKey, message, bytes))
    expect(both(signature)).toEqual([true, true])
    for (const wrong of wrongForms(signature)) expect([both(wrong), wrong]).toEqual([[false, false], wrong])
    fc.assert(
      fc.property(damagedBytes(signature), (damaged) => new Set(both(damaged)).size === 1),
      { numRuns: 200 },
    )
  })

  it('takes the one form of a signature and its mirror, with the bytes and without', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const order = p256.Point.Fn.ORDER
    const { r, s } = p256.Signature.fromBytes(sign('sha256', content, privateKey), 'der')
    const both = (...numbers: readonly bigint[]): readonly boolean[] => {
      const bytes = sequence(...numbers.map(derInteger))
      return [{}, { content }].map((more) =>
        verifyDigest(publicKey, { algorithm: 'sha256', hex: sha256, ...more }, bytes),
      )
    }
    expect([both(r, s), both(r, order - s)]).toEqual([
      [true, true],
      [true, true],
    ])
    for (const numbers of [
      [r, s + order],
      [r + order, s],
      [0n, s],
      [r, 0n],
      [order, s],
      [r, order],
      [s, r],
      [r, s, 1n],
      [r],
    ]) {
      expect([numbers, both(...numbers)]).toEqual([numbers, [false, false]])
    }
  })

  it.each([
    ['of another curve', generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey],
    ['of RSA', generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey],
    ['of Ed25519', generateKeyPairSync('ed25519').publicKey],
  ])('is false for a key %s', (_, key) => {
    expect(verifyDigest(key, { algorithm: 'sha256', hex: sha256 }, generateSigningKey().signDigest(sha256))).toBe(false)
  })
})
