/* Shows which texts are a signature or a certificate: the whole text, in the forms that cosign and we write. */
import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { newForge } from '../../../sandbox/forge.ts'
import { decodeCertificate, decodeSignature } from '../../../src/core/bundle/detached-forms.ts'
import { isSignature } from '../../../src/core/bundle/ecdsa.ts'
import { generateSigningKey } from '../../../src/core/identity/signing-key.ts'
import { parseBundle } from '../../../src/core/bundle/bundle.ts'
import { branded } from '../../support/signing.ts'

const signature = Buffer.from(generateSigningKey().signDigest(branded('ab'.repeat(32))))
const encoded = signature.toString('base64')

describe('a signature', () => {
  it.each([
    ['in one line', encoded],
    ['with a line end', `${encoded}\n`],
    ['in several lines', encoded.replace(/(.{20})/g, '$1\r\n')],
  ])('is read %s', (_, text) => {
    expect(decodeSignature(text)).toEqual(signature)
  })

  it.each([
    ['nothing', ''],
    ['white space', ' \n'],
    ['other characters', `!${encoded}`],
    ['more behind it', `${encoded}!`],
    ['no padding', 'QQ'],
    ['base64 for URLs', '-_-_'],
  ])('is none of %s', (_, text) => {
    expect(decodeSignature(text)).toBeUndefined()
  })

  it('has the form of one where its DER is whole', () => {
    expect(isSignature(signature)).toBe(true)
    expect(isSignature(signature.subarray(1))).toBe(false)
    expect(isSignature(Buffer.of())).toBe(false)
  })
})

const der = Buffer.from(parseBundle(JSON.stringify(await (await newForge()).bundle())).certificate)
const pem = new X509Certificate(der).toString()

describe('a certificate', () => {
  it.each([
    ['as PEM', pem],
    ['as PEM with white space around', `\n${pem}\n\n`],
    ['as PEM with CRLF', pem.replaceAll('\n', '\r\n')],
    ['as base64 of PEM', Buffer.from(pem).toString('base64')],
  ])('is read %s', (_, text) => {
    expect(decodeCertificate(text)?.raw).toEqual(der)
  })

  it.each([
    ['nothing', ''],
    ['bare DER in base64', der.toString('base64')],
    ['two certificates', pem + pem],
    ['something before it', `x${pem}`],
    ['something behind it', `${pem}x`],
    ['a block that is none', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
    ['an empty block', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
    ['a key', pem.replaceAll('CERTIFICATE', 'PUBLIC KEY')],
  ])('is none of %s', (_, text) => {
    expect(decodeCertificate(text)).toBeUndefined()
  })
})
