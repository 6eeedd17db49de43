/* Goes through what a new certificate may get wrong: key, use, time, SCT, issuer; each to the last millisecond. */
import { expect, it } from '@jest/globals'
import { generateSigningKey } from '../../../src/core/identity/signing-key.ts'
import { assertIssued } from '../../../src/core/identity/issued-certificate.ts'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { aSubject, branded } from '../../support/signing.ts'
import type { Certificate, Job, TokenClaims } from '../../../src/core/types.ts'

const NOW = Date.UTC(2026, 5, 1)
const WORKFLOW = 'octo/repo/.github/workflows/release.yml@refs/tags/v1'
const key = generateSigningKey()
const job = {
  repository: 'octo/repo',
  sha: 'c0ffee',
  runId: '7',
  runAttempt: 2,
  serverUrl: 'https://github.com',
} as Job
const claims = { issuer: branded('https://issuer'), jobWorkflowRef: WORKFLOW } as TokenClaims

const good: Certificate = {
  ...aSubject().verified.certificate,
  publicKey: key.publicKey,
  notBefore: NOW,
  notAfter: NOW + 600_000,
  subjectNames: [{ kind: 'uniformResourceIdentifier', identity: branded(`https://github.com/${WORKFLOW}`) }],
  issuer: branded('https://issuer'),
  extensions: {
    12: 'https://github.com/octo/repo',
    13: 'c0ffee',
    21: 'https://github.com/octo/repo/actions/runs/7/attempts/2',
  },
}

const issue = (changes: Partial<Certificate>) => (): void =>
  assertIssued({ ...good, ...changes }, { key, claims, job, now: NOW })

it.each<[string, Partial<Certificate>]>([
  ['as it was asked for', {}],
  ['of a clock a minute ahead', { notBefore: NOW + 60_000 }],
  ['that may be used for one more millisecond', { notAfter: NOW + 2001 }],
  ["of a Fulcio without GitHub's extensions", { extensions: {} }],
])('a certificate %s is taken', (_, changes) => {
  expect(issue(changes)).not.toThrow()
})

it.each<[string, Partial<Certificate>, ErrorCode]>([
  ['for another key', { publicKey: generateSigningKey().publicKey }, 'E_CERT_KEY'],
  ['of an authority', { isAuthority: true }, 'E_CERT_USAGE'],
  ['that is not for signatures', { hasDigitalSignature: false }, 'E_CERT_USAGE'],
  ['that is not for code', { hasCodeSigning: false }, 'E_CERT_USAGE'],
  ['of a clock more than a minute ahead', { notBefore: NOW + 60_001 }, 'E_CERT_TIME'],
  ['that has as good as run out', { notAfter: NOW + 2000 }, 'E_CERT_TIME'],
  ['that no certificate log has seen', { signedCertificateTimestamps: 0 }, 'E_CERT_SCT'],
  [
    'for another workflow',
    { subjectNames: [{ kind: 'uniformResourceIdentifier', identity: branded('https://x/y') }] },
    'E_CERT_IDENTITY',
  ],
  ['for nobody', { subjectNames: [] }, 'E_CERT_IDENTITY'],
  ['of another issuer', { issuer: branded('https://other') }, 'E_CERT_ISSUER'],
  [
    'about another run',
    { extensions: { 21: 'https://github.com/octo/repo/actions/runs/8/attempts/2' } },
    'E_CERT_EXTENSION',
  ],
  [
    'about another attempt',
    { extensions: { 21: 'https://github.com/octo/repo/actions/runs/7/attempts/1' } },
    'E_CERT_EXTENSION',
  ],
])('a certificate %s is refused', (_, changes, code) => {
  expect(issue(changes)).toThrow(expect.objectContaining({ code }))
})

it('a certificate that names no issuer is refused', () => {
  const nameless = { ...good }
  Reflect.deleteProperty(nameless, 'issuer')
  expect(() => assertIssued(nameless, { key, claims, job, now: NOW })).toThrow(
    expect.objectContaining({ code: 'E_CERT_ISSUER' }),
  )
})
