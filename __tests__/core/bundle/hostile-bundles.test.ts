/* Bundles that are well-formed and lie: signed by the wrong key, at the wrong time, for the wrong use, by nobody we trust. */
import { describe, expect, it } from '@jest/globals'
import { p256 } from '@noble/curves/nist.js'
import { generalName, subjectNames } from '../../../sandbox/certificate.ts'
import { IDENTITY, newForge, type ForgeOptions } from '../../../sandbox/forge.ts'
import type { JsonObject } from '../../../sandbox/forged-entry.ts'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { outcome, refusal, trust, verify } from '../../support/judge.ts'

const HOUR = 60 * 60 * 1000
const CONTENT = 'an image'
const forge = await newForge()
const stranger = await newForge()
const trusted = trust(forge.trustedRoot)

const text = async (options: ForgeOptions, by = forge): Promise<string> => JSON.stringify(await by.bundle(options))
const named = (...names: readonly Buffer[]): ForgeOptions => ({
  certificate: { subjectNames: [subjectNames(...names)] },
})
const { dns, email, uri } = generalName
const leafOf = (bundle: JsonObject): string =>
  (bundle['verificationMaterial'] as { certificate: { rawBytes: string } }).certificate.rawBytes

describe('a bundle', () => {
  it.each<ForgeOptions>([
    {},
    { rekorVersion: 2 },
    { set: false },
    { timestamp: false },
    { key: 'secp384r1', algorithm: 'sha384' },
    { key: 'secp521r1', algorithm: 'sha512' },
    { key: 'secp521r1', algorithm: 'sha512', rekorVersion: 2 },
    { key: 'secp384r1' },
    { key: 'secp521r1' },
    { algorithm: 'sha512' },
  ])('made with %j is accepted', async (options) => {
    const bundle = await text(options)
    expect(outcome(() => verify(bundle, CONTENT, trusted, options.algorithm))).toBe('verified')
  })

  it.each<[string, ForgeOptions, ErrorCode]>([
    ['whose signature is over something else', { signed: 'another image' }, 'E_SIGNATURE'],
    ['with a key that is not on a curve of ours', { key: 'rsa' }, 'E_CERT_KEY'],
    ['with a timestamp from after the certificate', { clock: { tsa: HOUR } }, 'E_TIME'],
    ['with a timestamp from before the certificate', { certificate: { skew: HOUR } }, 'E_TIME'],
    ['logged after the certificate', { clock: { rekor: HOUR } }, 'E_TIME'],
    ['logged before the certificate', { clock: { rekor: -HOUR }, timestamp: false }, 'E_TIME'],
    ['with a certificate that is not for code signing', { certificate: { codeSigning: false } }, 'E_CERT_USAGE'],
    ["with an authority's certificate", { certificate: { isAuthority: true } }, 'E_CERT_USAGE'],
    ['with a certificate that no CT log has seen', { certificate: { timestamp: 'none' } }, 'E_CERT_SCT'],
    ['with a timestamp of another certificate', { certificate: { timestamp: 'wrong' } }, 'E_CERT_SCT'],
    ['that nothing dates, since its v1 entry has no SET', { set: false, timestamp: false }, 'E_TIMESTAMP'],
    ['that nothing dates, since Rekor v2 does not', { rekorVersion: 2, timestamp: false }, 'E_TIMESTAMP'],
    ['of another caller of the same workflow', { claims: { repository: 'evil/iso' } }, 'E_CERT_REPOSITORY'],
    [
      'of another workflow',
      { claims: { job_workflow_ref: 'evil/iso/.github/workflows/x.yml@main' } },
      'E_CERT_IDENTITY',
    ],
    ['with a certificate for somebody else, too', named(uri(IDENTITY), dns('evil.example')), 'E_CERT_IDENTITY'],
    ['with our URL as an e-mail address', named(email(IDENTITY)), 'E_CERT_IDENTITY'],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }, 'E_CERT_ISSUER'],
  ])('%s is refused with %j by %s', async (_, options, code) => {
    const bundle = await text(options)
    expect(outcome(() => verify(bundle, CONTENT, trusted))).toBe(code)
  })

  it.each<[ForgeOptions, ErrorCode]>([
    [{ timestamp: false }, 'E_CERT_CHAIN'],
    [{}, 'E_TIMESTAMP'],
  ])(
    'of another instance, made with %j, is refused with %s, and the root is what to look at first',
    async (options, code) => {
      const bundle = await text(options, stranger)
      const fix = expect.stringMatching(/^use the trusted root .*; if that is the one you use, do not use this file/)
      expect(refusal(() => verify(bundle, CONTENT, trusted))).toMatchObject({ code, fix })
    },
  )

  it.each<[string, ForgeOptions, ErrorCode]>([
    ['whose signature is false', { signed: 'something else' }, 'E_SIGNATURE'],
    ['that nothing dates', { rekorVersion: 2, timestamp: false }, 'E_TIMESTAMP'],
  ])('%s is not to be used, whatever the root', async (_, options, code) => {
    const bundle = await text(options)
    const fix = 'do not use this file with this bundle; get both again from where they were published'
    expect(refusal(() => verify(bundle, CONTENT, trusted))).toMatchObject({ code, fix })
  })

  it('whose log entry holds another certificate is refused, which is CVE-2026-22703', async () => {
    for (const rekorVersion of [1, 2] as const) {
      const loggedCertificate = Buffer.from(leafOf(await forge.bundle()), 'base64')
      const bundle = await text({ loggedCertificate, rekorVersion })
      expect(outcome(() => verify(bundle, CONTENT, trusted))).toBe('E_REKOR_MISMATCH')
    }
  })

  it('with the other half of the same ECDSA signature is refused: that one was never logged', async () => {
    const bundle = await forge.bundle()
    const message = bundle['messageSignature'] as { signature: string }
    const { r, s } = p256.Signature.fromBytes(Buffer.from(message.signature, 'base64'), 'der')
    const twin = new p256.Signature(r, p256.Point.Fn.ORDER - s).toBytes('der')
    message.signature = Buffer.from(twin).toString('base64')
    expect(outcome(() => verify(JSON.stringify(bundle), CONTENT, trusted))).toBe('E_REKOR_MISMATCH')
  })

  it('is refused for other bytes, and by a digest of another algorithm', async () => {
    const bundle = await text({ algorithm: 'sha512' })
    expect(outcome(() => verify(bundle, 'another image', trusted, 'sha512'))).toBe('E_DIGEST_MISMATCH')
    expect(outcome(() => verify(bundle, CONTENT, trusted, 'sha256'))).toBe('E_DIGEST_MISMATCH')
  })
})

describe('the time that counts for nothing', () => {
  it('is an integrated time that no SET signs', async () => {
    for (const seconds of ['1', String(Math.floor(Date.now() / 1000)), '9999999999']) {
      const bundle = await forge.bundle({ set: false })
      const { tlogEntries } = bundle['verificationMaterial'] as { tlogEntries: [JsonObject] }
      tlogEntries[0]['integratedTime'] = seconds
      const { signedAt } = verify(JSON.stringify(bundle), CONTENT, trusted)
      expect(Math.abs(signedAt - Date.now())).toBeLessThan(HOUR)
      ;(bundle['verificationMaterial'] as JsonObject)['timestampVerificationData'] = {}
      expect(outcome(() => verify(JSON.stringify(bundle), CONTENT, trusted))).toBe('E_TIMESTAMP')
    }
  })
})
