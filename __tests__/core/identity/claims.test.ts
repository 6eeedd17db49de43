/* Goes through what a token may say: its form, this job or another, the event, the identity, what would become public. */
import { describe, expect, it } from '@jest/globals'
import { assertClaims, decodeClaims, futureIdentity } from '../../../src/core/identity/claims.ts'
import { assertEvent, assertExpected, assertPublishable } from '../../../src/core/identity/gates.ts'
import { branded } from '../../support/signing.ts'
import type { Identity, IdentityToken, Job, TokenClaims } from '../../../src/core/types.ts'

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

describe('an event', () => {
  it.each<[string, string | undefined, unknown]>([
    ['push', undefined, undefined],
    ['pull_request', undefined, undefined],
    ['pull_request_target', undefined, 'E_EVENT_REFUSED'],
    ['workflow_run', 'push', undefined],
    ['workflow_run', 'pull_request', 'E_EVENT_REFUSED'],
    ['workflow_run', 'pull_request_target', 'E_EVENT_REFUSED'],
    ['workflow_run', 'pull_request_review', 'E_EVENT_REFUSED'],
    ['issue_comment', undefined, expect.stringContaining("'issue_comment'")],
  ])("counts by the token's own word: %s after %s", (event_name, sourceEvent, expected) => {
    const after = sourceEvent === undefined ? job : { ...job, sourceEvent }
    expect(outcome(() => assertEvent(claims({ event_name }), after))).toEqual(expected)
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
    expect(futureIdentity(claims({ job_workflow_ref }))).toBe(expected)
  })

  const right = `https://github.com/${WORKFLOW}` as Identity
  it.each<[string | undefined, string | undefined, unknown]>([
    [undefined, undefined, undefined],
    [undefined, WORKFLOW, undefined],
    [
      undefined,
      'octo/repo/.github/workflows/other.yml@refs/tags/v1',
      expect.stringContaining("Set 'expected-identity'"),
    ],
    [right, 'octo/repo/.github/workflows/other.yml@refs/tags/v1', undefined],
    [right.slice(0, -1), undefined, 'E_EXPECTED_IDENTITY'],
    [`${right}0`, undefined, 'E_EXPECTED_IDENTITY'],
    [right.toUpperCase(), undefined, 'E_EXPECTED_IDENTITY'],
  ])('expected as %s, on a runner that says %s', (expected, runnerWorkflowRef, result) => {
    const expectedIdentity = expected === undefined ? undefined : branded<Identity>(expected)
    expect(outcome(() => assertExpected(claims(), { expectedIdentity, runnerWorkflowRef }))).toEqual(result)
  })
})

describe('what would become public', () => {
  const publish = (repository_visibility: string, url: string, allowPrivateRepository = false): unknown =>
    outcome(() => assertPublishable(claims({ repository_visibility }), url, { allowPrivateRepository }))

  it.each([
    ['public', 'https://fulcio.sigstore.dev', undefined],
    ['private', 'https://fulcio.sigstore.dev', 'E_PRIVATE_REPOSITORY'],
    ['internal', 'https://fulcio.sigstage.dev/', 'E_PRIVATE_REPOSITORY'],
    ['', 'https://FULCIO.sigstore.dev:443', 'E_PRIVATE_REPOSITORY'],
    ['private', 'https://fulcio.example', undefined],
    ['private', 'https://fulcio.sigstore.dev.example', undefined],
    ['private', 'https://mysigstore.dev', undefined],
  ])('of a repository that is "%s", at %s', (visibility, url, expected) => {
    expect(publish(visibility, url)).toBe(expected)
    expect(publish(visibility, url, true)).toBeUndefined()
  })

  it('is listed with its values, and nothing that is empty', () => {
    const secret = claims({ repository_visibility: 'private', environment: 'moon', workflow: '' })
    const publishing = () => assertPublishable(secret, 'https://fulcio.sigstore.dev', { allowPrivateRepository: false })
    expect(publishing).toThrow(
      /owner, name: octo\/repo; commit: c0ffee; .*environment: moon; .*token subject: repo:octo/,
    )
    expect(publishing).not.toThrow('workflow name')
  })
})
