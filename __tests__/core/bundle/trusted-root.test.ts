/* What a trusted root must say, and what follows when the time of a bundle is outside what it vouches for. */
import { beforeAll, describe, expect, it } from '@jest/globals'
import { newForge, type ForgeOptions } from '../../../sandbox/forge.ts'
import type { JsonObject } from '../../../sandbox/forged-entry.ts'
import { logUrlOf, readTrustedRoot } from '../../../src/core/bundle/trusted-root.ts'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { outcome, refusal, trust, verify } from '../../support/judge.ts'
import { aLogEntry } from '../../support/signing.ts'

const YESTERDAY = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString()
const TOMORROW = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString()
const forge = await newForge()

interface Validity {
  validFor?: JsonObject
}
interface Root {
  mediaType?: string
  tlogs: (JsonObject & { publicKey: Validity })[]
  ctlogs: (JsonObject & { publicKey: Validity })[]
  certificateAuthorities: (JsonObject & Validity)[]
  timestampAuthorities: (JsonObject & Validity)[]
}

const root = (change: (root: Root) => void): Root => {
  const copy = structuredClone(forge.trustedRoot) as unknown as Root
  change(copy)
  return copy
}
const owners = (from: Root): readonly Validity[] => [
  ...from.tlogs.map(({ publicKey }) => publicKey),
  ...from.ctlogs.map(({ publicKey }) => publicKey),
  ...from.certificateAuthorities,
  ...from.timestampAuthorities,
]

describe('a trusted root', () => {
  it.each([0, 1, 2, 3, 4])('is broken when part %i of it has no start of its validity', (part) => {
    for (const validFor of [undefined, {}, { end: TOMORROW }, { start: 'soon' }]) {
      const broken = root((copy) => Object.assign(owners(copy)[part] ?? {}, { validFor }))
      expect(() => trust(JSON.parse(JSON.stringify(broken)))).toThrow(
        expect.objectContaining({ code: 'E_TRUSTED_ROOT' }),
      )
    }
  })

  it.each<[string, (copy: Root) => void]>([
    ['of another kind', (copy) => (copy.mediaType = 'application/json')],
    ['without authorities', (copy) => (copy.certificateAuthorities = [])],
    ['with a log that has no name', (copy) => Reflect.deleteProperty(copy.tlogs[0] ?? {}, 'logId')],
    ['with a key that is none', (copy) => Object.assign(copy.tlogs[0]?.publicKey ?? {}, { rawBytes: 'AAAA' })],
    [
      'with an empty chain',
      (copy) => Object.assign(copy.certificateAuthorities[0] ?? {}, { certChain: { certificates: [] } }),
    ],
  ])('%s is refused', (_, change) => {
    expect(() => trust(root(change))).toThrow(expect.objectContaining({ code: 'E_TRUSTED_ROOT' }))
  })
})

describe('a trusted root is read', () => {
  it.each([
    'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    'application/vnd.dev.sigstore.trustedroot.v0.1+json',
    'application/vnd.dev.sigstore.trustedroot.v0.2+json',
  ])('in the form %s', (mediaType) => {
    expect(readTrustedRoot(root((copy) => (copy.mediaType = mediaType))).logs).not.toEqual([])
  })

  it('with logs that are known by the key of their checkpoints, too, or by that alone', () => {
    const read = readTrustedRoot(
      root(({ tlogs: [one, other] }) => {
        Object.assign(one ?? {}, { logId: { keyId: 'AA==' }, checkpointKeyId: { keyId: 'AQ==' } })
        Object.assign(other ?? {}, { logId: null, checkpointKeyId: { keyId: 'Ag==' } })
      }),
    )
    expect(read.logs.map(({ keyIds }) => keyIds)).toEqual([['AA==', 'AQ=='], ['Ag==']])
  })

  it('and refused where a log is known by neither', () => {
    const nameless = root(({ tlogs: [one] }) => Object.assign(one ?? {}, { logId: null }))
    expect(() => readTrustedRoot(nameless)).toThrow(expect.objectContaining({ code: 'E_TRUSTED_ROOT' }))
  })
})

describe('the page of a log entry', () => {
  const entry = { ...aLogEntry(), logId: { keyId: '' } }

  it.each([
    ['https://rekor.sigstore.dev', `https://search.sigstore.dev/?logIndex=${entry.logIndex}`],
    ['https://rekor.example', 'https://rekor.example'],
  ])('of the log %s is %s', (baseUrl, page) => {
    const { trustedRoot } = trust(root(({ tlogs }) => Object.assign(tlogs[0] ?? {}, { baseUrl })))
    const keyId = trustedRoot.logs[0]?.keyIds[0] ?? ''
    expect(logUrlOf(trustedRoot, { ...entry, logId: { keyId } })).toBe(page)
  })

  it('is unknown where the root does not name the log', () => {
    expect(logUrlOf(trust(forge.trustedRoot).trustedRoot, entry)).toBe('')
  })
})

describe('a bundle from outside the time that the root vouches for', () => {
  const bundles: Record<string, string> = {}
  beforeAll(async () => {
    const kinds: Readonly<Record<string, ForgeOptions>> = {
      v1: {},
      'v1 without SET': { set: false },
      v2: { rekorVersion: 2 },
    }
    for (const [kind, options] of Object.entries(kinds)) bundles[kind] = JSON.stringify(await forge.bundle(options))
  })

  const past = { start: '2020-01-01T00:00:00Z', end: YESTERDAY }
  const future = { start: TOMORROW }

  it.each<[string, (copy: Root, validFor: JsonObject) => void, ErrorCode]>([
    ['log', (copy, validFor) => copy.tlogs.forEach(({ publicKey }) => (publicKey.validFor = validFor)), 'E_REKOR_KEY'],
    [
      'CT log',
      (copy, validFor) => copy.ctlogs.forEach(({ publicKey }) => (publicKey.validFor = validFor)),
      'E_CERT_SCT',
    ],
    [
      'authority',
      (copy, validFor) => copy.certificateAuthorities.forEach((one) => (one.validFor = validFor)),
      'E_CERT_CHAIN',
    ],
    [
      'timestamp authority',
      (copy, validFor) => copy.timestampAuthorities.forEach((one) => (one.validFor = validFor)),
      'E_TIMESTAMP',
    ],
  ])('of the %s is refused, and the root is what to look at first', (_, change, code) => {
    for (const validFor of [past, future]) {
      const trusted = trust(
        root((copy) => {
          change(copy, validFor)
        }),
      )
      for (const [kind, text] of Object.entries(bundles)) {
        expect([kind, refusal(() => verify(text, 'an image', trusted))]).toEqual([
          kind,
          expect.objectContaining({
            code,
            fix: expect.stringMatching(/^use the trusted root .* as it is now .*; if that is .* do not use this file/),
          }),
        ])
      }
    }
  })

  it('is accepted at the very end of it, which counts as inside', async () => {
    const bundle = await forge.bundle()
    const text = JSON.stringify(bundle)
    const entry = (bundle['verificationMaterial'] as { tlogEntries: [{ integratedTime: string }] }).tlogEntries[0]
    const end = new Date(Number(entry.integratedTime) * 1000).toISOString()
    const trusted = trust(
      root((copy) => {
        copy.tlogs.forEach(({ publicKey }) => (publicKey.validFor = { ...past, end }))
      }),
    )
    expect(outcome(() => verify(text, 'an image', trusted))).toBe('verified')
  })
})
