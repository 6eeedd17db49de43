/* Shows what a new certificate must say of the job, on github.com and on another server. */
import { expect, it } from '@jest/globals'
import { generateSigningKey } from '../../../src/core/identity/signing-key.ts'
import { assertIssued, type Issuance } from '../../../src/core/identity/issued-certificate.ts'
import { aSubject, branded } from '../../support/signing.ts'
import type { Certificate, Job, TokenClaims } from '../../../src/core/types.ts'

const WORKFLOW = 'octo/repo/.github/workflows/release.yml@refs/tags/v1'
const key = generateSigningKey()

function issuance(serverUrl: string): Issuance {
  const job = { repository: 'octo/repo', sha: 'c0ffee', runId: '7', runAttempt: 2, serverUrl } as Job
  const claims = { issuer: branded('https://issuer'), jobWorkflowRef: WORKFLOW } as TokenClaims
  return { key, claims, job, now: 0 }
}

/** A certificate of a Fulcio that is set up for this server. */
function certificateOf(serverUrl: string, extensions: Certificate['extensions'] = {}): Certificate {
  return {
    ...aSubject().verified.certificate,
    publicKey: key.publicKey,
    subjectNames: [{ kind: 'uniformResourceIdentifier', identity: branded(`${serverUrl}/${WORKFLOW}`) }],
    issuer: branded('https://issuer'),
    extensions: {
      12: `${serverUrl}/octo/repo`,
      13: 'c0ffee',
      21: `${serverUrl}/octo/repo/actions/runs/7/attempts/2`,
      ...extensions,
    },
  }
}

const [GITHUB, OTHER] = ['https://github.com', 'https://ghes.example']

it.each([GITHUB, OTHER])('a certificate for a job of %s names it', (serverUrl) => {
  expect(() => assertIssued(certificateOf(serverUrl), issuance(serverUrl))).not.toThrow()
})

it.each<[string, Certificate, string]>([
  ['for another server', certificateOf(GITHUB), 'E_CERT_IDENTITY'],
  ['of a repository on another server', certificateOf(OTHER, { 12: `${GITHUB}/octo/repo` }), 'E_CERT_EXTENSION'],
  [
    'of a run on another server',
    certificateOf(OTHER, { 21: `${GITHUB}/octo/repo/actions/runs/7/attempts/2` }),
    'E_CERT_EXTENSION',
  ],
  ['of another commit', certificateOf(OTHER, { 13: 'beef' }), 'E_CERT_EXTENSION'],
])('a certificate %s is refused', (_, certificate, code) => {
  expect(() => assertIssued(certificate, issuance(OTHER))).toThrow(expect.objectContaining({ code }))
})
