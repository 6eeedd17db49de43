/*
 * Bundles that somebody made to deceive the built verify action: with claims that nothing signs, with more than any
 * bundle holds, with a certificate for somebody else as well. The numbers are those of the fault matrix.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { generalName, subjectNames, type Extension } from '../../../sandbox/certificate.ts'
import { IDENTITY, ISSUER, type ForgeOptions } from '../../../sandbox/forge.ts'
import { annotation, expectRefused, expectVerified, newScene, type VerifyScene } from '../verify-scene.ts'

interface Entry {
  logIndex: string
  inclusionPromise?: unknown
  inclusionProof: { hashes: unknown[] }
}
interface Material {
  certificate?: unknown
  x509CertificateChain?: unknown
  tlogEntries: unknown[]
  timestampVerificationData: { rfc3161Timestamps: unknown[] }
}

interface Bundle {
  mediaType: string
  verificationMaterial: Material
}
type Change = (material: Material, entry: Entry, bundle: Bundle) => void

let scene: VerifyScene

/** Signs a file and then changes its bundle. */
async function spoil(name: string, options: ForgeOptions, change: Change): Promise<void> {
  await scene.sign(name, options)
  const text = readFileSync(path.join(scene.workspace, `${name}.sigstore.json`), 'utf8')
  const bundle = JSON.parse(text) as Bundle
  change(bundle.verificationMaterial, bundle.verificationMaterial.tlogEntries[0] as Entry, bundle)
  scene.write(`${name}.sigstore.json`, JSON.stringify(bundle))
}

const FORGED = '876543210'
const withoutSet = (index: string) => (_: Material, entry: Entry) => {
  delete entry.inclusionPromise
  entry.logIndex = index
}

beforeAll(async () => {
  scene = await newScene({ shared: true })
})

describe('an index in the log that nothing signs', () => {
  it.concurrent('Z4 is no output, and in no line of the log or the summary', async () => {
    await spoil('forged.iso', {}, withoutSet(FORGED))
    const result = await scene.verify({ files: 'forged.iso' })
    expectVerified(result)
    expect(result.outputs['log-index']).toBe('')
    expect(JSON.parse(result.outputs['results'] ?? '')).toEqual([
      expect.not.objectContaining({ logIndex: expect.anything() }),
    ])
    expect([result.stdout, result.summary, ...Object.values(result.outputs)].join()).not.toContain(FORGED)
    for (const text of [result.stdout, result.summary]) expect(text).toContain('nothing signs')
  })

  it.concurrent('Z4 leaves the index of the other files where it was', async () => {
    await spoil('unsigned.iso', {}, withoutSet(FORGED))
    await scene.sign('v2.iso', { rekorVersion: 2 })
    const result = await scene.verify({ files: 'unsigned.iso\nx.iso\nv2.iso' })
    expectVerified(result)
    expect(result.outputs['log-index']).toMatch(/^\n10000\d\d\n\d{1,2}$/)
  })

  it.concurrent.each<[string, ForgeOptions, boolean]>([
    ['without a SET', {}, false],
    ['with a SET', {}, true],
    ['in Rekor v2', { rekorVersion: 2 }, true],
  ])('Z4 is refused when it is negative, %s', async (name, options, keepsSet) => {
    await spoil(`negative ${name}`, options, (material, entry) => {
      if (keepsSet) entry.logIndex = '-1'
      else withoutSet('-1')(material, entry)
    })
    const result = await scene.verify({ files: `negative ${name}` })
    expectRefused(result, 'E_REKOR_PROOF')
    expect(annotation(result)).toContain('-1')
  })
})

const SECONDS = 1000
const copies = (list: unknown[], count: number): unknown[] => Array.from({ length: count }, () => list[0])
/** Almost as much as a bundle may have. */
const MANY = 2_000_000

describe('a bundle that holds more than any bundle does', () => {
  it.concurrent.each<[string, Change]>([
    [
      'one timestamp 2,960 times',
      ({ timestampVerificationData: data }) => (data.rfc3161Timestamps = copies(data.rfc3161Timestamps, 2_960)),
    ],
    [
      '17 timestamps',
      ({ timestampVerificationData: data }) => (data.rfc3161Timestamps = copies(data.rfc3161Timestamps, 17)),
    ],
    ['17 log entries', (material) => (material.tlogEntries = copies(material.tlogEntries, 17))],
    ['2,000,000 numbers for timestamps', ({ timestampVerificationData: data }) => (data.rfc3161Timestamps = zeros())],
    ['2,000,000 numbers for log entries', (material) => (material.tlogEntries = zeros())],
    ['2,000,000 numbers for hashes', (_, { inclusionProof }) => (inclusionProof.hashes = zeros())],
    [
      'a chain of 2,000,000 numbers',
      (material, _, bundle) => {
        bundle.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.1'
        delete material.certificate
        material.x509CertificateChain = { certificates: zeros() }
      },
    ],
  ])('Z5 is refused at once: %s', async (name, change) => {
    await spoil(name, {}, change)
    const result = await scene.verify({ files: name })
    expectRefused(result, 'E_BUNDLE_MALFORMED')
    expect(result.milliseconds).toBeLessThan(5 * SECONDS)
  })

  it.concurrent('Z5 is looked at where it holds 16 of them', async () => {
    await spoil('sixteen.iso', {}, (material) => {
      const { timestampVerificationData: data } = material
      data.rfc3161Timestamps = copies(data.rfc3161Timestamps, 16)
      material.tlogEntries = copies(material.tlogEntries, 16)
    })
    expectRefused(await scene.verify({ files: 'sixteen.iso' }), 'E_TIMESTAMP')
  })
})

function zeros(): unknown[] {
  return new Array<number>(MANY).fill(0)
}

const { dns, email, ip, uri, username } = generalName
const us = uri(IDENTITY)
const USER = 'octocat!example.com'

/** What certificates name, and whom the policy wants where that is not our workflow. */
const names: Readonly<Record<string, readonly [extensions: readonly Extension[], identity?: string]>> = {
  'our URI and a username': [[subjectNames(us, username(USER))]],
  'a username and our URI': [[subjectNames(username(USER), us)]],
  'our URI and a DNS name': [[subjectNames(us, dns('github.com'))]],
  'our URI and an IP address': [[subjectNames(us, ip(192, 0, 2, 1))]],
  'our URI and an e-mail address': [[subjectNames(us, email('mallory@example.com'))]],
  'our URI and another': [[subjectNames(us, uri('https://evil.example/'))]],
  'our URI twice': [[subjectNames(us, us)]],
  'our URL as an e-mail address': [[subjectNames(email(IDENTITY))]],
  'our URL as a DNS name': [[subjectNames(dns(IDENTITY))]],
  'our URL as a username': [[subjectNames(username(IDENTITY))]],
  'an e-mail address as a URI': [[subjectNames(uri('me@example.com'))], 'me@example.com'],
  'an e-mail address and another': [
    [subjectNames(email('me@example.com'), email('mallory@example.com'))],
    'me@example.com',
  ],
  'a username': [[subjectNames(username(USER))], USER],
  'no name': [[subjectNames()]],
  'no extension for names': [[]],
}

describe('a certificate with another name than the identity, or more', () => {
  it.concurrent.each(Object.entries(names))('Z6 is refused: %s', async (name, [subjects, identity = IDENTITY]) => {
    await scene.sign(name, { certificate: { subjectNames: subjects } })
    expectRefused(await scene.verify({ files: name, identity }), 'E_CERT_IDENTITY')
    expectRefused(await scene.verify({ files: name, identity: '' }), 'E_CERT_IDENTITY')
  })

  it.concurrent.each([
    ['first', [subjectNames(us), subjectNames(dns('evil.example'))]],
    ['second', [subjectNames(uri('https://evil.example/')), subjectNames(us)]],
  ])('Z6 is refused where our URI is in the %s of two extensions', async (name, subjects) => {
    await scene.sign(`${name}.iso`, { certificate: { subjectNames: subjects } })
    expectRefused(await scene.verify({ files: `${name}.iso` }), 'E_BUNDLE_MALFORMED')
  })

  it.concurrent('Z6 is accepted where an e-mail address is the identity that is wanted', async () => {
    const extensions = { '1.3.6.1.4.1.57264.1.5': '', '1.3.6.1.4.1.57264.1.12': '' }
    await scene.sign('mail.iso', { certificate: { extensions, subjectNames: [subjectNames(email('me@example.com'))] } })
    expectVerified(await scene.verify({ files: 'mail.iso', identity: 'me@example.com', issuer: ISSUER }))
  })
})
