/* Shows the text of a bundle as it is written, read again, and judged as ours or not. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { IDENTITY, ISSUER, newForge } from '../../../sandbox/forge.ts'
import { readCertificate } from '../../../src/adapters/sigstore/certificate.ts'
import { buildBundle, parseBundle } from '../../../src/core/bundle/bundle.ts'
import { checkBundle, isVerified } from '../../../src/core/bundle/verify-bundle.ts'
import { trust } from '../../support/judge.ts'
import { branded } from '../../support/signing.ts'
import type { Issuer, Sha256 } from '../../../src/core/types.ts'

const forge = await newForge()
const trusted = trust(forge.trustedRoot)
const text = JSON.stringify(await forge.bundle())
const sha256 = branded<Sha256>(createHash('sha256').update('an image').digest('hex'))
const policy = {
  ...{ identity: IDENTITY, issuer: branded<Issuer>(ISSUER) },
  ...{ sourceRepository: 'https://github.com/octo-org/example-iso', extensions: [] },
}

describe('a bundle', () => {
  it('that is built of the parts of another says the same', () => {
    const { certificate, signature, logEntries, timestamps } = parseBundle(text)
    const parts = { certificate: readCertificate(certificate), sha256, signature, logEntries, timestamps }
    expect(JSON.parse(buildBundle(parts))).toEqual(parseBundle(text).json)
    expect(isVerified(buildBundle(parts), sha256, trusted, policy)).toBe(true)
  })

  it('is checked without a policy, and says when it was made', () => {
    const checked = checkBundle(parseBundle(text), { algorithm: 'sha256', hex: sha256 }, trusted)
    expect(Math.abs(checked.signedAt - Date.now())).toBeLessThan(60_000)
    expect(checked.logEntries).toHaveLength(1)
  })
})

describe('what stands in the place of a bundle', () => {
  it.each([
    ['nothing', '', 'The bundle is empty'],
    ['white space alone', '\uFEFF \r\n', 'The bundle is empty'],
    ['a web page', '\n<!DOCTYPE html>\n<title>Not Found</title>', 'The bundle is not JSON: it starts like a web page'],
    ['text', 'Not Found', 'The bundle is not JSON'],
  ])('is told where it is %s', (_, candidate, message) => {
    expect(() => parseBundle(candidate)).toThrow(
      expect.objectContaining({
        code: 'E_BUNDLE_MALFORMED',
        message,
        fix: 'get the bundle again from where it was published, or have the file signed again',
      }),
    )
  })
})

describe('whether a bundle is ours', () => {
  it.each([
    ['of another file', text, branded<Sha256>('ab'.repeat(32)), policy],
    ['of another workflow', text, sha256, { ...policy, identity: `${IDENTITY}0` }],
    ['that is no bundle', '{}', sha256, policy],
    ['that is no JSON', 'precious', sha256, policy],
  ])('is answered with no for one %s', (_, candidate, digest, expected) => {
    expect(isVerified(candidate, digest, trusted, expected)).toBe(false)
  })

  it('is no answer where something else is broken', () => {
    const broken = {
      ...trusted,
      readCertificate: () => {
        throw new TypeError('oops')
      },
    }
    expect(() => isVerified(text, sha256, broken, policy)).toThrow(TypeError)
  })
})
