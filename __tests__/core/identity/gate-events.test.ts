/* Goes through every event that passes in silence, and tells what a contradiction between token and runner names. */
import { describe, expect, it } from '@jest/globals'
import { assertClaims } from '../../../src/core/identity/claims.ts'
import { assertEvent, assertIssuer, assertJobEvent } from '../../../src/core/identity/gates.ts'
import { branded, issuer } from '../../support/signing.ts'
import type { Job, TokenClaims } from '../../../src/core/types.ts'

const job: Job = {
  ...{ repository: 'octo/repo', sha: 'c0ffee', runId: '7', runAttempt: 2, eventName: 'push' },
  ...{ serverUrl: 'https://github.com', apiUrl: 'https://api.github.com', workspace: '/w', temporaryDirectory: '/t' },
  offersToken: true,
}
const claims: TokenClaims = {
  ...{ issuer: branded(issuer), audience: 'sigstore', subject: 's', issuedAt: 0, expiresAt: 300 },
  ...{ repository: 'octo/repo', sha: 'c0ffee', runId: '7', runAttempt: '2', eventName: 'push' },
  ...{ jobWorkflowRef: 'octo/repo/.github/workflows/a.yml@refs/heads/main', repositoryVisibility: 'public', all: {} },
}

const own = ['push', 'create', 'release', 'schedule', 'workflow_dispatch', 'repository_dispatch', 'merge_group']

describe('an event', () => {
  it.each([...own, 'pull_request', 'pull_request_review', 'pull_request_review_comment'])(
    '%s passes in silence',
    (eventName) => {
      expect(assertEvent({ ...claims, eventName }, { ...job, eventName })).toBeUndefined()
    },
  )

  it.each(own)('workflow_run after %s passes in silence', (sourceEvent) => {
    const following = { ...job, eventName: 'workflow_run', sourceEvent }
    expect(assertEvent({ ...claims, eventName: 'workflow_run' }, following)).toBeUndefined()
  })

  it('pull_request_target is refused where only the runner names it, as in a dry run', () => {
    expect(() => assertJobEvent({ eventName: 'pull_request_target' })).toThrow(
      expect.objectContaining({ code: 'E_EVENT_REFUSED', fix: expect.stringContaining('sign on push') as unknown }),
    )
  })

  it('workflow_run after one whose name only holds that of a pull request is warned of', () => {
    const following = { ...job, eventName: 'workflow_run', sourceEvent: 'no_pull_request' }
    expect(assertEvent({ ...claims, eventName: 'workflow_run' }, following)).toContain("'no_pull_request'")
  })

  it('that is refused is named, with the one before it where there is one', () => {
    const refusal = (eventName: string, sourceEvent: string) => () =>
      assertEvent({ ...claims, eventName }, { ...job, eventName, sourceEvent })
    expect(refusal('pull_request_target', 'push')).toThrow(/'pull_request_target':/)
    expect(refusal('workflow_run', 'pull_request')).toThrow(/'workflow_run' after 'pull_request':/)
  })
})

describe('what token and runner say differently is named', () => {
  it.each<[string, Partial<TokenClaims>]>([
    ['repository', { repository: 'octo/other' }],
    ['sha', { sha: 'beef' }],
    ['run_id', { runId: '8' }],
    ['run_attempt', { runAttempt: '1' }],
  ])('%s', (name, changes) => {
    expect(() => assertClaims({ ...claims, ...changes }, job, 'sigstore', 0)).toThrow(`The token's ${name} is`)
  })

  it('event_name', () => {
    expect(() => assertEvent({ ...claims, eventName: 'schedule' }, job)).toThrow("The token's event_name is 'schedule'")
  })

  it('server', () => {
    const elsewhere = { ...job, serverUrl: 'https://ghes.example' }
    const fulcio = { url: 'https://fulcio.sigstore.dev' }
    expect(() => assertIssuer(claims, elsewhere, fulcio)).toThrow("The token's server is 'https://github.com'")
  })
})
