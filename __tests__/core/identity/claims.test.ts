/* Goes through what a token may say: its form, this job or another, the identity. */
import { describe, expect, it } from '@jest/globals'
import { assertClaims, decodeClaims, futureIdentity, futureRepository } from '../../../src/core/identity/claims.ts'
import { ownPolicy } from '../../../src/core/identity/own-policy.ts'
import { branded } from '../../support/signing.ts'
import type { IdentityToken, Job, TokenClaims } from '../../../src/core/types.ts'

const NOW = Date.UTC(2026, 5, 1)
const SECONDS = NOW / 1000
const WORKFLOW = 'octo/repo/.github/workflows/release.yml@refs/tags/v1'

const payload = {
  iss: 'https://token.actions.githubusercontent.com',
  aud: 'sigstore',
  sub: 'repo:octo/repo:ref:refs/tags/v1',
  iat: SECONDS - 10,
  exp: SECONDS + 290,
  repository: 'octo/repo',
  repository_visibility: 'public',
  sha: 'c0ffee',
  run_id: '7',
  run_attempt: '2',
  event_name: 'push',
  job_workflow_ref: WORKFLOW,
}

const job: Job = {
  repository: 'octo/repo',
  sha: 'c0ffee',
  runId: '7',
  runAttempt: 2,
  eventName: 'push',
  serverUrl: 'https://github.com',
  workspace: '/w',
  apiUrl: 'https://api.github.com',
  temporaryDirectory: '/t',
  offersToken: true,
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = (value: unknown): IdentityToken => branded(`e30.${encode(value)}.c2ln`)
const claims = (changes: Readonly<Record<string, unknown>> = {}): TokenClaims =>
  decodeClaims(token({ ...payload, ...changes }))

/** The code of the refusal, or what was returned. */
function outcome(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe('the form of a token', () => {
  it.each<[string, string]>([
    ['no JWT', 'SECRET'],
    ['two parts', 'e30.e30'],
    ['four parts', 'e30.e30.e30.e30'],
    ['no JSON', 'e30.U0VDUkVU.c2ln'],
    ['a list', token([])],
    ['no issuer', token({ ...payload, iss: undefined })],
    ['a number as subject', token({ ...payload, sub: 1 })],
    ['a text as expiry', token({ ...payload, exp: 'soon' })],
    ['no workflow', token({ ...payload, job_workflow_ref: undefined })],
  ])('is refused, and may be asked for again: %s', (_, text) => {
    const refusal = expect.objectContaining({ code: 'E_OIDC_RESPONSE', transient: {} })
    expect(() => decodeClaims(branded(text))).toThrow(refusal)
    expect(() => decodeClaims(branded(text))).not.toThrow('SECRET')
  })

  it('keeps what has no place of its own', () => {
    expect(claims({ environment: 'release', nested: { a: 1 } }).all).toMatchObject({ environment: 'release' })
    expect(claims({ nested: { a: 1 } }).all).not.toHaveProperty('nested')
  })
})

describe('a token and its job', () => {
  it.each<[Readonly<Record<string, unknown>>, string | undefined]>([
    [{}, undefined],
    [{ aud: 'other' }, 'E_OIDC_AUDIENCE'],
    [{ exp: SECONDS + 1 }, undefined],
    [{ exp: SECONDS }, 'E_OIDC_CLOCK'],
    [{ exp: 9e15 }, undefined],
    [{ iat: SECONDS + 60 }, undefined],
    [{ iat: SECONDS + 61 }, 'E_OIDC_CLOCK'],
    [{ iat: 9e15 }, 'E_OIDC_CLOCK'],
    [{ repository: 'octo/other' }, 'E_OIDC_IDENTITY'],
    [{ repository: 'Octo/repo' }, 'E_OIDC_IDENTITY'],
    [{ repository: undefined }, 'E_OIDC_IDENTITY'],
    [{ sha: 'c0ffe' }, 'E_OIDC_IDENTITY'],
    [{ run_id: '77' }, 'E_OIDC_IDENTITY'],
    [{ run_attempt: '1' }, 'E_OIDC_IDENTITY'],
  ])('with %j: %s', (changes, code) => {
    expect(outcome(() => assertClaims(claims(changes), job, 'sigstore', NOW))).toBe(code)
  })
})

describe('the identity', () => {
  it.each([
    [WORKFLOW, `https://github.com/${WORKFLOW}`],
    [
      'o/r/.github/workflows/ä b.yml@refs/heads/x',
      'https://github.com/o/r/.github/workflows/%C3%A4%20b.yml@refs/heads/x',
    ],
    [
      'o/r/.github/workflows/a.yml@refs/heads/100%25',
      'https://github.com/o/r/.github/workflows/a.yml@refs/heads/100%25',
    ],
  ])('of %s is what Fulcio writes', (job_workflow_ref, expected) => {
    expect(futureIdentity(claims({ job_workflow_ref }), job)).toBe(expected)
  })

  it('and the source repository are of the server that the job runs on', () => {
    const enterprise = { ...job, serverUrl: 'https://ghes.example' }
    expect(futureIdentity(claims(), enterprise)).toBe(`https://ghes.example/${WORKFLOW}`)
    expect(futureRepository(enterprise)).toBe('https://ghes.example/octo/repo')
    expect(ownPolicy(claims(), enterprise)).toEqual({
      identity: `https://ghes.example/${WORKFLOW}`,
      issuer: payload.iss,
      sourceRepository: 'https://ghes.example/octo/repo',
      extensions: [],
    })
  })
})
