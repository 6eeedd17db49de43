/*
 * Owns the gates between a token and Fulcio: the event, the identity that the user expects, and what a private repository
 * would make public. Must not ask for a token.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { isPublicFulcio } from '../shared/public-instances.ts'
import { futureIdentity } from './claims.ts'
import type { Job, SignInputs, TokenClaims } from '../types.ts'

/**
 * assertEvent throws E_EVENT_REFUSED where the files may come from a pull request while the identity is the base
 * repository's. Returns a warning for events that need a second look.
 */
export function assertEvent(claims: TokenClaims, job: Job): string | undefined {
  const fromPullRequest = claims.eventName === 'workflow_run' && (job.sourceEvent ?? '').startsWith('pull_request')
  if (claims.eventName === 'pull_request_target' || fromPullRequest) {
    const after = fromPullRequest ? ` after '${display(job.sourceEvent ?? '')}'` : ''
    throw new ActionError(
      'E_EVENT_REFUSED',
      `keyless-sign refuses to sign on '${display(claims.eventName)}'${after}: the files may be a pull request's, the identity is not`,
      { fix: 'sign on push, release or workflow_dispatch, or sign by `checksums` in a job of its own event' },
    )
  }
  if (claims.eventName !== 'issue_comment') return undefined
  return "This run was started by 'issue_comment', which anybody may write: make sure that the signed files are not a pull request's."
}

/**
 * assertExpected throws E_EXPECTED_IDENTITY unless the certificate would carry the identity that the user expects. Where
 * nobody said what to expect, returns a warning when the runner names another workflow than the token.
 */
export function assertExpected(
  claims: TokenClaims,
  { expectedIdentity, runnerWorkflowRef }: Pick<SignInputs, 'expectedIdentity' | 'runnerWorkflowRef'>,
): string | undefined {
  const identity = futureIdentity(claims)
  if (expectedIdentity === undefined) {
    if (runnerWorkflowRef === undefined || runnerWorkflowRef === claims.jobWorkflowRef) return undefined
    const both = `the token names the workflow '${display(claims.jobWorkflowRef)}', the runner '${display(runnerWorkflowRef)}'`
    return `Set 'expected-identity': ${both}; the certificate will carry the token's`
  }
  if (expectedIdentity === identity) return undefined
  throw new ActionError(
    'E_EXPECTED_IDENTITY',
    `The certificate would be issued to '${display(identity, 1000)}', not to the expected '${display(expectedIdentity, 1000)}'`,
    { fix: 'correct `expected-identity`, or run the workflow that it names; nothing was published' },
  )
}

/** What Fulcio's certificate, and so its public CT log, tells of a run (Fulcio's docs/oid-info.md). */
const PUBLISHED = [
  ['repository', 'owner, name'],
  ['repository_id', 'repository number'],
  ['repository_owner_id', 'owner number'],
  ['workflow_ref', 'workflow file and ref'],
  ['workflow', 'workflow name'],
  ['ref', 'ref'],
  ['sha', 'commit'],
  ['event_name', 'trigger'],
  ['run_id', 'run URL'],
  ['runner_environment', 'runner'],
  ['environment', 'environment'],
  ['repository_visibility', 'visibility'],
  ['sub', 'token subject'],
] as const

/** assertPublishable throws E_PRIVATE_REPOSITORY before a public Fulcio could publish what a private repository is. */
export function assertPublishable(
  claims: TokenClaims,
  fulcioUrl: string,
  inputs: Pick<SignInputs, 'allowPrivateRepository'>,
): void {
  if (!isPublicFulcio(fulcioUrl) || claims.repositoryVisibility === 'public' || inputs.allowPrivateRepository) return
  const list = PUBLISHED.flatMap(([name, title]) => {
    const value = claims.all[name]
    return value === undefined || value === '' ? [] : [`${title}: ${display(value)}`]
  })
  throw new ActionError(
    'E_PRIVATE_REPOSITORY',
    `This repository is not public (visibility '${display(claims.repositoryVisibility)}'), and a certificate of ${new URL(fulcioUrl).host} would publish for ever: ${list.join('; ')}`,
    {
      fix: 'set `allow-private-repository: true` if all of this may become public, or give a `signing-config` of a private Sigstore',
    },
  )
}
