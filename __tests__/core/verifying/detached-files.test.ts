/* `.sig` and `.pem` must hold the very bytes of the bundle, in the forms that cosign and we write. */
import { describe, expect, it } from '@jest/globals'
import { pem } from '../../../sandbox/certificate.ts'
import { newForge } from '../../../sandbox/forge.ts'
import { assertSameCertificate, assertSameSignature } from '../../../src/core/verifying/detached-files.ts'

const forge = await newForge()
const leaf = async (): Promise<Buffer> => {
  const { verificationMaterial } = (await forge.bundle()) as {
    verificationMaterial: { certificate: { rawBytes: string } }
  }
  return Buffer.from(verificationMaterial.certificate.rawBytes, 'base64')
}
const certificate = await leaf()
const text = pem(certificate)
const signature = Buffer.from('a signature')
const base64 = (value: string | Buffer): string => Buffer.from(value).toString('base64')

describe('a .sig file', () => {
  it.each([
    base64(signature),
    `${base64(signature)}\n`,
    `${base64(signature).slice(0, 4)}\r\n${base64(signature).slice(4)}`,
  ])('is accepted as %j', (file) => {
    expect(() => assertSameSignature(file, { signature })).not.toThrow()
  })

  it.each(['', '\n', 'not base64!', signature.toString('latin1'), base64('a signaturf'), base64('a signature.')])(
    'is refused as %j',
    (file) => {
      expect(() => assertSameSignature(file, { signature })).toThrow(
        expect.objectContaining({ code: 'E_SIGNATURE_FILE' }),
      )
    },
  )
})

describe('a .pem file', () => {
  it.each([
    ['PEM', text],
    ['PEM without a line end', text.trimEnd()],
    ['PEM with CRLF', text.replaceAll('\n', '\r\n')],
    ['the base64 of PEM, as cosign writes', base64(text)],
    ['the base64 of PEM with a line end', `${base64(text)}\n`],
  ])('is accepted as %s', (_, file) => {
    expect(() => assertSameCertificate(file, { certificate })).not.toThrow()
  })

  it.each([
    ['nothing', ''],
    ['two certificates', text + text],
    ['the DER alone', base64(certificate)],
    ['something in front', `hello\n${text}`],
    ['a broken block', text.replace(/[A-Z]{2}/, 'AA').replace('MII', 'AAA')],
    ['the base64 of the base64', base64(base64(text))],
  ])('is refused as %s', (_, file) => {
    expect(() => assertSameCertificate(file, { certificate })).toThrow(
      expect.objectContaining({ code: 'E_CERTIFICATE_FILE' }),
    )
  })

  it('is refused when it holds another certificate, and shows both', async () => {
    const other = pem(await leaf())
    const differs = expect.objectContaining({
      code: 'E_CERTIFICATE_FILE',
      message: expect.stringContaining('expected'),
    })
    expect(() => assertSameCertificate(other, { certificate })).toThrow(differs)
  })
})
