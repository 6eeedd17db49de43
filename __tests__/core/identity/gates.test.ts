/* Goes through the gates between a token and Fulcio: the issuer, the event, the expected identity, what would become public. */
import { describe, expect, it } from '@jest/globals'
import { assertEvent, assertExpected, assertIssuer, assertPublishable } from '../../../src/core/identity/gates.ts'
import { branded, identity as right, issuer } from '../../support/signing.ts'
import type { Identity, Job, TokenClaims } from '../../../src/core/types.ts'

const WORKFLOW = 'octo/repo/.github/workflows/release.yml@refs/tags/v1.2.3'
const OTHER = 'octo/repo/.github/workflows/other.yml@refs/tags/v1'

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

const claims = (changes: Partial<TokenClaims> = {}): TokenClaims => ({
  issuer: branded(issuer),
  audience: 'sigstore',
  subject: 'repo:octo/repo:ref:refs/tags/v1.2.3',
  issuedAt: 0,
  expiresAt: 300,
  repository: 'octo/repo',
  sha: 'c0ffee',
  runId: '7',
  runAttempt: '2',
  eventName: 'push',
  jobWorkflowRef: WORKFLOW,
  repositoryVisibility: 'public',
  all: {},
  ...changes,
})

/** The code of the refusal, or what was returned. */
function outcome(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe('an issuer', () => {
  const publicFulcio = 'https://fulcio.sigstore.dev'
  it.each<[string, string, string | undefined]>([
    [issuer, publicFulcio, undefined],
    [`${issuer}/octo-corp_1`, publicFulcio, undefined],
    [`${issuer}/`, publicFulcio, 'E_OIDC_IDENTITY'],
    [`${issuer}/a/b`, publicFulcio, 'E_OIDC_IDENTITY'],
    [`${issuer}/a?b`, publicFulcio, 'E_OIDC_IDENTITY'],
    [`${issuer}.example`, publicFulcio, 'E_OIDC_IDENTITY'],
    [`${issuer}:443`, publicFulcio, 'E_OIDC_IDENTITY'],
    [issuer.replace('https', 'http'), publicFulcio, 'E_OIDC_IDENTITY'],
    ['https://ghes.example/_services/token', publicFulcio, 'E_OIDC_IDENTITY'],
    ['https://ghes.example/_services/token', 'https://FULCIO.sigstage.dev.', 'E_OIDC_IDENTITY'],
    ['https://ghes.example/_services/token', 'https://fulcio.example', undefined],
  ])('%s before %s: %s', (iss, url, code) => {
    expect(outcome(() => assertIssuer(claims({ issuer: branded(iss) }), job, { url }))).toBe(code)
  })

  it.each([
    [publicFulcio, 'E_OIDC_IDENTITY'],
    ['https://fulcio.example', undefined],
  ])("that is GitHub's, in a job of another server, before %s: %s", (url, code) => {
    expect(outcome(() => assertIssuer(claims(), { ...job, serverUrl: 'https://ghes.example' }, { url }))).toBe(code)
  })
})

const warning = (event: string): unknown => expect.stringContaining(`'${event}'`)

describe('an event', () => {
  it.each<[string, unknown]>([
    ['push', undefined],
    ['release', undefined],
    ['merge_group', undefined],
    ['pull_request', undefined],
    ['pull_request_review_comment', undefined],
    ['pull_request_target', 'E_EVENT_REFUSED'],
    ['issue_comment', warning('issue_comment')],
    ['issues', warning('issues')],
    ['an_event_of_next_year', warning('an_event_of_next_year')],
  ])('%s: %s', (eventName, expected) => {
    expect(outcome(() => assertEvent(claims({ eventName }), { ...job, eventName }))).toEqual(expected)
  })

  it.each<[string | undefined, unknown]>([
    ['push', undefined],
    ['workflow_dispatch', undefined],
    ['schedule', undefined],
    ['pull_request', 'E_EVENT_REFUSED'],
    ['pull_request_target', 'E_EVENT_REFUSED'],
    ['pull_request_review', 'E_EVENT_REFUSED'],
    ['workflow_run', 'E_EVENT_REFUSED'],
    [undefined, 'E_EVENT_REFUSED'],
    ['issue_comment', warning('issue_comment')],
    ['an_event_of_next_year', warning('an_event_of_next_year')],
  ])('workflow_run after %s: %s', (sourceEvent, expected) => {
    const following = { ...job, eventName: 'workflow_run', ...(sourceEvent === undefined ? {} : { sourceEvent }) }
    expect(outcome(() => assertEvent(claims({ eventName: 'workflow_run' }), following))).toEqual(expected)
  })

  it.each([
    ['push', 'workflow_run', 'E_OIDC_IDENTITY'],
    ['workflow_run', 'push', 'E_OIDC_IDENTITY'],
    ['', 'push', 'E_OIDC_IDENTITY'],
    ['pull_request_target', 'push', 'E_EVENT_REFUSED'],
  ])("that is '%s' by the token and '%s' by the runner is refused", (eventName, said, code) => {
    expect(outcome(() => assertEvent(claims({ eventName }), { ...job, eventName: said, sourceEvent: 'push' }))).toBe(
      code,
    )
  })
})

describe('the expected identity', () => {
  it.each<[string | undefined, string | undefined, unknown]>([
    [undefined, undefined, undefined],
    [undefined, WORKFLOW, undefined],
    [undefined, OTHER, expect.stringContaining("Set 'expected-identity'")],
    [right, OTHER, undefined],
    [right.slice(0, -1), undefined, 'E_EXPECTED_IDENTITY'],
    [`${right}0`, undefined, 'E_EXPECTED_IDENTITY'],
    [right.toUpperCase(), undefined, 'E_EXPECTED_IDENTITY'],
    [right.replace('github.com', 'ghes.example'), undefined, 'E_EXPECTED_IDENTITY'],
  ])('%s, on a runner that says %s', (expected, runnerWorkflowRef, result) => {
    const expectedIdentity = expected === undefined ? undefined : branded<Identity>(expected)
    expect(outcome(() => assertExpected(claims(), job, { expectedIdentity, runnerWorkflowRef }))).toEqual(result)
  })
})

describe('what would become public', () => {
  const OWN = 'https://fulcio.example'
  const publish = (repositoryVisibility: string, urls: readonly string[], allowPrivateRepository = false): unknown => {
    const services = urls.map((url) => ({ url }))
    return outcome(() => assertPublishable(claims({ repositoryVisibility }), services, { allowPrivateRepository }))
  }

  it.each<[string, readonly string[], string | undefined]>([
    ['public', ['https://fulcio.sigstore.dev', 'https://rekor.sigstore.dev'], undefined],
    ['private', ['https://fulcio.sigstore.dev'], 'E_PRIVATE_REPOSITORY'],
    ['internal', ['https://fulcio.sigstage.dev/'], 'E_PRIVATE_REPOSITORY'],
    ['', ['https://FULCIO.sigstore.dev:443'], 'E_PRIVATE_REPOSITORY'],
    ['private', ['https://fulcio.sigstore.dev.'], 'E_PRIVATE_REPOSITORY'],
    ['private', ['https://fulcio.sigstore.dev\u3002'], 'E_PRIVATE_REPOSITORY'],
    ['private', [OWN, 'https://rekor.sigstore.dev'], 'E_PRIVATE_REPOSITORY'],
    ['private', [OWN, 'https://rekor.example', 'https://log2026-1.rekor.sigstage.dev'], 'E_PRIVATE_REPOSITORY'],
    ['private', [OWN, 'https://rekor.example'], undefined],
    ['private', ['https://fulcio.sigstore.dev.example'], undefined],
    ['private', ['https://mysigstore.dev'], undefined],
  ])('of a repository that is "%s", at %s: %s', (visibility, urls, expected) => {
    expect(publish(visibility, urls)).toBe(expected)
    expect(publish(visibility, urls, true)).toBeUndefined()
  })

  const all = { repository: 'octo/repo', sha: 'c0ffee', environment: 'moon', workflow: '', sub: 'repo:octo/repo' }
  const publishing =
    (...urls: readonly string[]) =>
    () => {
      const services = urls.map((url) => ({ url }))
      assertPublishable(claims({ repositoryVisibility: 'private', all }), services, { allowPrivateRepository: false })
    }

  it('is listed with its values, and nothing that is empty', () => {
    const both = publishing('https://fulcio.sigstore.dev')
    expect(both).toThrow(/owner, name: octo\/repo; commit: c0ffee; environment: moon; token subject: repo:octo/)
    expect(both).not.toThrow('workflow name')
  })

  it('is said of those who would publish it, and of no other', () => {
    expect(publishing(OWN, 'https://rekor.sigstore.dev')).toThrow(' rekor.sigstore.dev would publish')
    expect(publishing(OWN, 'https://rekor.sigstore.dev')).not.toThrow('fulcio.example')
    const both = publishing('https://fulcio.sigstore.dev', 'https://rekor.sigstore.dev', 'https://rekor.sigstore.dev')
    expect(both).toThrow('fulcio.sigstore.dev and rekor.sigstore.dev would publish')
  })
})
