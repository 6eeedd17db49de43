/* Shows that a bundle just made is of this run: its entry came in time, is about it, and it names who signs. */
import { describe, expect, it } from '@jest/globals'
import { createHash } from 'node:crypto'
import { IDENTITY, ISSUER, newForge, type ForgeOptions } from '../../../sandbox/forge.ts'
import { parseBundle } from '../../../src/core/bundle/bundle.ts'
import { verifyOwnBundle, type SigningRun } from '../../../src/core/signing/verify-own-bundle.ts'
import { outcome, trust } from '../../support/judge.ts'
import type { Certificate, Credential, TokenClaims } from '../../../src/core/types.ts'

const forge = await newForge()
const trusted = trust(forge.trustedRoot)
const sha256 = createHash('sha256').update('an image').digest('hex')
const HOUR = 3_600_000
const LEEWAY = 60_000

/** Times in milliseconds after the one at which the log says that it took the entry. */
interface Scene {
  readonly options?: ForgeOptions
  readonly started?: number
  readonly now?: number
  readonly life?: Partial<Pick<Certificate, 'notBefore' | 'notAfter'>>
  readonly workflow?: string
}

async function judged({ options = {}, started = 0, now = 0, life = {}, workflow }: Scene) {
  const bundle = parseBundle(JSON.stringify(await forge.bundle(options)))
  const taken = Number(bundle.logEntries[0]?.integratedTime) * 1000
  const times = Object.entries(life).map(([name, time]) => [name, taken + time] as const)
  const certificate = { ...trusted.readCertificate(bundle.certificate), ...Object.fromEntries(times) }
  const claims = { issuer: ISSUER, jobWorkflowRef: workflow ?? IDENTITY.replace('https://github.com/', '') }
  const job = { repository: 'octo-org/example-iso', serverUrl: 'https://github.com' }
  const run: SigningRun = { trusted, job, started: taken + started, now: taken + now }
  const credential = { certificate, claims: claims as TokenClaims } as Credential
  return outcome(() => verifyOwnBundle(bundle, { algorithm: 'sha256', hex: sha256 }, credential, run))
}

describe('an own bundle', () => {
  it.each<[string, Scene]>([
    ['taken at once', {}],
    ['taken by a log whose clock is a minute behind', { started: LEEWAY }],
    ['taken by a log whose clock is a minute ahead', { now: -LEEWAY }],
    ['taken as the life of its certificate begins and ends', { life: { notBefore: 0, notAfter: 0 } }],
    ['of Rekor v2, whose log tells no time', { options: { rekorVersion: 2 }, started: HOUR, now: HOUR }],
  ])('is verified: %s', async (_, scene) => {
    expect(await judged(scene)).toBe('verified')
  })

  it.each<[string, Scene]>([
    ['before the run began', { started: LEEWAY + 1 }],
    ['later than now', { now: -LEEWAY - 1 }],
    ['before its certificate', { life: { notBefore: 1 } }],
    ['after its certificate', { life: { notAfter: -1 } }],
    ['before its certificate, though in the run', { started: -HOUR, life: { notBefore: 1 } }],
    ['after its certificate, though in the run', { now: HOUR, life: { notAfter: -1 } }],
    ['before the run began, though in the life of its certificate', { started: HOUR, life: { notBefore: -HOUR } }],
    ['later than now, though in the life of its certificate', { now: -HOUR, life: { notAfter: HOUR } }],
  ])('is refused where the log took it %s', async (_, scene) => {
    expect(await judged(scene)).toBe('E_REKOR_TIME')
  })

  it('with an old entry of something else is refused for what that is about, whenever it was taken', async () => {
    const loggedCertificate = parseBundle(JSON.stringify(await forge.bundle())).certificate
    expect(await judged({ options: { loggedCertificate }, started: HOUR })).toBe('E_REKOR_MISMATCH')
  })

  it('that names another workflow than the token is refused', async () => {
    expect(await judged({ workflow: 'octo-org/example-iso/.github/workflows/other.yml@refs/tags/v1.0.0' })).toBe(
      'E_CERT_IDENTITY',
    )
  })
})
