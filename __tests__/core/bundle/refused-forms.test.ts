/* Shows that what is no signature, or no name of its kind, is refused in whatever way a library says so. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { soleIdentity } from '../../../src/core/bundle/certificate.ts'
import { verifyDigest } from '../../../src/core/bundle/ecdsa.ts'
import { generateSigningKey } from '../../../src/core/identity/signing-key.ts'
import { assertPolicy } from '../../../src/core/bundle/policy.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { aSubject, branded, identity, issuer } from '../../support/signing.ts'
import type { Identity, Issuer } from '../../../src/core/types.ts'

const certificate = aSubject().verified.certificate

describe('a signature', () => {
  const { publicKey } = generateSigningKey()
  const digest = { algorithm: 'sha256', hex: createHash('sha256').update('x').digest('hex') } as const

  it.each<[string, unknown]>([
    ['nothing', Buffer.of()],
    ['no DER', Buffer.alloc(5, 9)],
    ['the number 0 twice', Buffer.from('3006020100020100', 'hex')],
    ['numbers that are too large', Buffer.from(`3048${`02227f${'ff'.repeat(33)}`.repeat(2)}`, 'hex')],
    ['no bytes at all, at which the library throws', 'text'],
  ])('of %s is false', (_, signature) => {
    expect(verifyDigest(publicKey, digest, signature as Uint8Array)).toBe(false)
  })
})

describe('a name with a colon further on', () => {
  it('is an e-mail address, and no URI', () => {
    const text = branded<Identity>('"me@home:garden"@example.com')
    expect(soleIdentity({ ...certificate, subjectNames: [{ kind: 'rfc822Name', identity: text }] })).toBe(text)
    const asUri = { ...certificate, subjectNames: [{ kind: 'uniformResourceIdentifier', identity: text }] as const }
    expect(() => soleIdentity(asUri)).toThrow(expect.objectContaining({ code: 'E_CERT_IDENTITY' }))
  })
})

it('another repository than was said is not one that nobody said', () => {
  const policy = {
    identity,
    issuer: branded<Issuer>(issuer),
    sourceRepository: 'https://github.com/o/r',
    extensions: [],
  }
  const other = { ...certificate, issuer: branded<Issuer>(issuer), extensions: { 12: 'https://github.com/o/s' } }
  let refusal: unknown
  try {
    assertPolicy(other, policy)
  } catch (error) {
    refusal = error
  }
  expect(refusal).toBeInstanceOf(ActionError)
  expect(refusal).toMatchObject({ code: 'E_CERT_REPOSITORY', fix: expect.not.stringContaining("'repository'") })
})
