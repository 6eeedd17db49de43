/* Shows what a certificate must be for, on which curve its key must lie, and what older certificates say elsewhere. */
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import {
  assertKeyType,
  assertUsage,
  extensionValue,
  soleIssuer,
  sourceRepository,
  usableUntil,
} from '../../../src/core/bundle/certificate.ts'
import { aSubject, branded } from '../../support/signing.ts'
import type { Certificate } from '../../../src/core/types.ts'

const certificate = aSubject().verified.certificate

describe('a certificate', () => {
  it('for signing code is taken', () => {
    expect(() => assertUsage(certificate)).not.toThrow()
  })

  it.each<[string, Partial<Certificate>]>([
    ['certificate authority', { isAuthority: true }],
    ['digital signatures', { hasDigitalSignature: false }],
    ['code signing', { hasCodeSigning: false }],
  ])('is refused, and why: %s', (problem, changes) => {
    const refusal = expect.objectContaining({ code: 'E_CERT_USAGE', message: expect.stringContaining(problem) })
    expect(() => assertUsage({ ...certificate, ...changes })).toThrow(refusal)
  })

  it.each(['P-256', 'P-384', 'P-521'])('may hold a key on %s', (namedCurve) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve })
    expect(() => assertKeyType({ ...certificate, publicKey })).not.toThrow()
  })

  it.each([
    ['secp256k1', generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey],
    ['rsa', generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey],
    ['ed25519', generateKeyPairSync('ed25519').publicKey],
  ])('may not hold a key of type %s, which is named', (type, publicKey) => {
    const refusal = expect.objectContaining({ code: 'E_CERT_KEY', message: expect.stringContaining(`'${type}'`) })
    expect(() => assertKeyType({ ...certificate, publicKey })).toThrow(refusal)
  })

  it('is used until two seconds before its end', () => {
    expect(usableUntil({ ...certificate, notAfter: 600_000 })).toBe(598_000)
  })

  it('names its issuer', () => {
    expect(soleIssuer({ ...certificate, issuer: branded('https://issuer') })).toBe('https://issuer')
  })
})

describe('an extension', () => {
  it.each<[Readonly<Record<number, string>>, number, string | undefined]>([
    [{ 13: 'new', 3: 'old' }, 13, 'new'],
    [{ 3: 'old' }, 13, 'old'],
    [{ 14: 'new', 6: 'old' }, 14, 'new'],
    [{ 6: 'old' }, 14, 'old'],
    [{ 3: 'old', 6: 'old' }, 23, undefined],
    [{ 23: 'production' }, 23, 'production'],
    [{}, 13, undefined],
  ])('of %j by number %i is %s', (extensions, number, value) => {
    expect(extensionValue({ ...certificate, extensions }, number)).toBe(value)
  })

  it.each<[Readonly<Record<number, string>>, string | undefined]>([
    [{ 12: 'https://ghes.example/o/r', 5: 'o/old' }, 'https://ghes.example/o/r'],
    [{ 5: 'o/r' }, 'https://github.com/o/r'],
    [{}, undefined],
  ])('%j says the source repository: %s', (extensions, repository) => {
    expect(sourceRepository({ ...certificate, extensions })).toBe(repository)
  })
})
