/* Shows which texts are one of the three signature files, and which of them belong to one bundle. */
import { describe, expect, it } from '@jest/globals'
import { parseBundle } from '../../../src/core/bundle/bundle.ts'
import { signatureForms } from '../../../src/core/bundle/signature-forms.ts'
import { olderFiles } from '../../support/older-files.ts'

type Kind = keyof typeof signatureForms

const kinds: readonly Kind[] = ['signature', 'certificate', 'bundle']
const suffix = { signature: 'x.sig', certificate: 'x.pem', bundle: 'x.sigstore.json' } as const
const [own, others, server] = await Promise.all([
  olderFiles('x'),
  olderFiles('x'),
  olderFiles('x', { certificate: { codeSigning: false } }),
])
const textOf = (kind: Kind, files = own): string => files[suffix[kind]] ?? ''
const bundle = parseBundle(textOf('bundle'))

describe.each(kinds)('the form of a %s', (kind) => {
  const { isOf } = signatureForms[kind]

  it.each(kinds)('is that of a %s only where it is one', (text) => {
    expect(isOf(textOf(text))).toBe(kind === text)
  })

  it('is not that of any other text', () => {
    expect(['', '{}', 'AAAA', '-----BEGIN PGP SIGNATURE-----'].filter(isOf)).toEqual([])
  })
})

it("the form of a certificate is not that of a server's", () => {
  expect(signatureForms.certificate.isOf(textOf('certificate', server))).toBe(false)
})

describe('a part of a bundle', () => {
  it.each(['signature', 'certificate'] as const)('is its own %s, and no other one', (kind) => {
    const { isPartOf } = signatureForms[kind]
    expect(isPartOf(textOf(kind), bundle)).toBe(true)
    expect(isPartOf(textOf(kind, others), bundle)).toBe(false)
    expect(isPartOf('', bundle)).toBe(false)
  })

  it('is every bundle', () => {
    expect(signatureForms.bundle.isPartOf(textOf('bundle'), bundle)).toBe(true)
  })
})
