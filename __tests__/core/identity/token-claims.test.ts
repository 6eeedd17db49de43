/* Shows what is read of a token: all claims by their names, nothing of what is not there, and only of a whole JWT. */
import { expect, it } from '@jest/globals'
import { decodeClaims } from '../../../src/core/identity/claims.ts'
import { branded } from '../../support/signing.ts'

const required = { iss: 'https://issuer', aud: 'sigstore', sub: 's', iat: 1, exp: 2, job_workflow_ref: 'w' }
const optional = {
  ...{ repository: 'octo/repo', sha: 'c0ffee', run_id: '7', run_attempt: '2' },
  ...{ event_name: 'push', repository_visibility: 'private' },
}
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

it('every claim has its place', () => {
  expect(decodeClaims(branded(`e30.${encode({ ...required, ...optional })}.c2ln`))).toEqual({
    issuer: 'https://issuer',
    audience: 'sigstore',
    subject: 's',
    issuedAt: 1,
    expiresAt: 2,
    repository: 'octo/repo',
    sha: 'c0ffee',
    runId: '7',
    runAttempt: '2',
    eventName: 'push',
    jobWorkflowRef: 'w',
    repositoryVisibility: 'private',
    all: { iss: 'https://issuer', aud: 'sigstore', sub: 's', job_workflow_ref: 'w', ...optional },
  })
})

it('a claim that is not there is empty', () => {
  expect(decodeClaims(branded(`e30.${encode(required)}.c2ln`))).toMatchObject({
    ...{ repository: '', sha: '', runId: '', runAttempt: '', eventName: '', repositoryVisibility: '' },
  })
})

it.each([
  ['no signature', `e30.${encode(required)}`],
  ['a part too many', `e30.${encode(required)}.c2ln.c2ln`],
])('claims with %s are no token', (_, token) => {
  expect(() => decodeClaims(branded(token))).toThrow(expect.objectContaining({ code: 'E_OIDC_RESPONSE' }))
})
