/* The forms of a bundle: what every version may hold, what none may, and what makes no difference. */
import { describe, expect, it } from '@jest/globals'
import { newForge } from '../../../sandbox/forge.ts'
import type { JsonObject } from '../../../sandbox/forged-entry.ts'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { outcome, trust, verify } from '../../support/judge.ts'

interface BundleForm extends JsonObject {
  mediaType?: string
  verificationMaterial: JsonObject & {
    certificate?: unknown
    tlogEntries: [JsonObject & { inclusionProof: JsonObject }]
    timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: string }] }
  }
}

const forge = await newForge()
const trusted = trust(forge.trustedRoot)
const good = (await forge.bundle()) as BundleForm
const root = (
  forge.trustedRoot['certificateAuthorities'] as { certChain: { certificates: { rawBytes: string }[] } }[]
)[0]
const [intermediate, self] = root?.certChain.certificates ?? []

const after = (change: (bundle: BundleForm) => void): string => {
  const copy = structuredClone(good)
  change(copy)
  return JSON.stringify(copy)
}
const copies = (count: number, [one]: readonly unknown[]): unknown[] => Array.from({ length: count }, () => one)
const judged = (text: string): string => outcome(() => verify(text, 'an image', trusted))
const old = (bundle: BundleForm, version: '0.1' | '0.2', ...more: readonly unknown[]): void => {
  bundle.mediaType = `application/vnd.dev.sigstore.bundle+json;version=${version}`
  const { certificate } = bundle.verificationMaterial
  delete bundle.verificationMaterial.certificate
  bundle.verificationMaterial['x509CertificateChain'] = { certificates: [certificate, ...more] }
}

describe('a bundle is accepted', () => {
  it.each<[string, (bundle: BundleForm) => void]>([
    ['in version 0.1, with a chain', (bundle) => old(bundle, '0.1')],
    ['in version 0.2, with a chain', (bundle) => old(bundle, '0.2', intermediate)],
    [
      'with the longer media type of 0.3',
      (bundle) => (bundle.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.3'),
    ],
    ['with a field that nobody knows', (bundle) => (bundle['comment'] = 'made on a Tuesday')],
    ['with null for what it does not hold', (bundle) => Object.assign(bundle, { dsseEnvelope: null })],
    [
      'with numbers that are not quoted',
      ({
        verificationMaterial: {
          tlogEntries: [entry],
        },
      }) => (entry['logIndex'] = Number(entry['logIndex'])),
    ],
    [
      'with line breaks in base64',
      ({
        verificationMaterial: {
          timestampVerificationData: {
            rfc3161Timestamps: [stamp],
          },
        },
      }) => (stamp.signedTimestamp = stamp.signedTimestamp.replace(/(.{64})/g, '$1\n')),
    ],
  ])('%s', (_, change) => {
    expect(judged(after(change))).toBe('verified')
  })

  it('whatever the white space, and whatever a field said before it was said again', () => {
    expect(judged(JSON.stringify(good, undefined, 2))).toBe('verified')
    expect(judged(JSON.stringify(good).replace('{', '{"mediaType":"nonsense",'))).toBe('verified')
  })
})

describe('a bundle is refused', () => {
  it.each<[string, (bundle: BundleForm) => void, ErrorCode]>([
    [
      'with a chain in version 0.3',
      (bundle) => {
        const { mediaType = '' } = bundle
        old(bundle, '0.2')
        bundle.mediaType = mediaType
      },
      'E_BUNDLE_MALFORMED',
    ],
    ['with a root certificate', (bundle) => old(bundle, '0.2', intermediate, self), 'E_BUNDLE_MALFORMED'],
    ['with something else in the chain', (bundle) => old(bundle, '0.1', { rawBytes: 'AAAA' }), 'E_BUNDLE_MALFORMED'],
    [
      'with a chain beside the certificate',
      (bundle) => (bundle.verificationMaterial['x509CertificateChain'] = { certificates: [] }),
      'E_BUNDLE_MALFORMED',
    ],
    [
      'with something else for a certificate',
      (bundle) => (bundle.verificationMaterial.certificate = { rawBytes: 'AAAA' }),
      'E_BUNDLE_MALFORMED',
    ],
    ['of an old cosign', (bundle) => (bundle['base64Signature'] = 'AAAA'), 'E_BUNDLE_KIND'],
    ['with an attestation', (bundle) => (bundle['dsseEnvelope'] = {}), 'E_BUNDLE_KIND'],
    ['with a managed key', (bundle) => (bundle.verificationMaterial['publicKey'] = { hint: 'x' }), 'E_BUNDLE_KIND'],
    [
      'of a version to come',
      (bundle) => (bundle.mediaType = 'application/vnd.dev.sigstore.bundle.v0.4+json'),
      'E_BUNDLE_MALFORMED',
    ],
    [
      'without a checkpoint from version 0.2 on',
      ({
        verificationMaterial: {
          tlogEntries: [entry],
        },
      }) => delete entry.inclusionProof['checkpoint'],
      'E_BUNDLE_MALFORMED',
    ],
    [
      'without a checkpoint in version 0.1',
      (bundle) => {
        old(bundle, '0.1')
        delete bundle.verificationMaterial.tlogEntries[0].inclusionProof['checkpoint']
      },
      'E_REKOR_CHECKPOINT',
    ],
    [
      'with a negative place in the log',
      ({
        verificationMaterial: {
          tlogEntries: [entry],
        },
      }) => (entry.inclusionProof['logIndex'] = '-1'),
      'E_REKOR_PROOF',
    ],
    [
      'with 17 log entries',
      ({ verificationMaterial: material }) =>
        Object.assign(material, { tlogEntries: copies(17, material.tlogEntries) }),
      'E_BUNDLE_MALFORMED',
    ],
    [
      'with 17 timestamps',
      ({ verificationMaterial: { timestampVerificationData: data } }) =>
        Object.assign(data, { rfc3161Timestamps: copies(17, data.rfc3161Timestamps) }),
      'E_BUNDLE_MALFORMED',
    ],
    [
      'with 16 of each, for being one 16 times',
      ({ verificationMaterial: material }) => {
        const { timestampVerificationData: data } = material
        Object.assign(material, { tlogEntries: copies(16, material.tlogEntries) })
        Object.assign(data, { rfc3161Timestamps: copies(16, data.rfc3161Timestamps) })
      },
      'E_TIMESTAMP',
    ],
    [
      'with 65 hashes in a proof',
      ({
        verificationMaterial: {
          tlogEntries: [entry],
        },
      }) => (entry.inclusionProof['hashes'] = copies(65, ['AAAA'])),
      'E_BUNDLE_MALFORMED',
    ],
    ['with a chain of 17', (bundle) => old(bundle, '0.1', ...copies(16, [intermediate])), 'E_BUNDLE_MALFORMED'],
    [
      'with a negative index',
      ({
        verificationMaterial: {
          tlogEntries: [entry],
        },
      }) => (entry['logIndex'] = '-1'),
      'E_REKOR_PROOF',
    ],
    [
      'with a timestamp that is none',
      ({
        verificationMaterial: {
          timestampVerificationData: {
            rfc3161Timestamps: [stamp],
          },
        },
      }) => (stamp.signedTimestamp = 'AAAA'),
      'E_TIMESTAMP',
    ],
  ])('%s', (_, change, code) => {
    expect(judged(after(change))).toBe(code)
  })

  it.each(['', 'null', '[]', '"text"', '{}', '{', '{"mediaType":1}', '7'])('when it is %j', (text) => {
    expect(judged(text)).toBe('E_BUNDLE_MALFORMED')
  })
})
