/*
 * Owns the gates between a token and Fulcio: the issuer, the event, the identity that the user expects, and what a private
 * repository would make public. Must not ask for a token.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { normalHost } from '../shared/hosts.ts'
import { GITHUB, isGithubIssuer, isPublicSigstore } from '../shared/public-instances.ts'
import { contradiction, futureIdentity } from './claims.ts'
import type { Job, SignInputs, TokenClaims } from '../types.ts'

/**
 * assertIssuer throws E_OIDC_IDENTITY before a public Fulcio gets a token that GitHub's issuer did not give, or one for a job
 * of another server than that issuer's.
 */
export function assertIssuer(claims: TokenClaims, job: Job, fulcio: { readonly url: string }): void {
  if (!isPublicSigstore(fulcio.url)) return
  if (!isGithubIssuer(claims.issuer)) {
    throw new ActionError(
      'E_OIDC_IDENTITY',
      `The token's issuer is '${display(claims.issuer)}', which ${normalHost(new URL(fulcio.url))} does not believe`,
      {
        fix: 'on GitHub Enterprise Server and ghe.com, give `signing-config` and `trusted-root` of a Sigstore that trusts this issuer; elsewhere, find out what stands between the runner and its token endpoint',
      },
    )
  }
  if (job.serverUrl !== GITHUB) throw contradiction('server', GITHUB, job.serverUrl)
}

/** Events that only those start who may write to the repository, and whose files are what they wrote. */
const OWN_EVENTS = ['push', 'create', 'release', 'schedule', 'workflow_dispatch', 'repository_dispatch', 'merge_group']
/** The identity itself says `refs/pull/…`, unless another run follows. */
const PULL_REQUEST_EVENTS = ['pull_request', 'pull_request_review', 'pull_request_review_comment']
const PULL_REQUEST_TARGET = 'pull_request_target'

/** assertEvent is assertJobEvent by the token's event; throws E_OIDC_IDENTITY, too, where runner and token name different ones. */
export function assertEvent({ eventName }: TokenClaims, job: Job): string | undefined {
  if (eventName === PULL_REQUEST_TARGET) throw refusedEvent(eventName)
  if (eventName !== job.eventName) throw contradiction('event_name', eventName, job.eventName)
  return assertJobEvent(job)
}

/**
 * assertJobEvent throws E_EVENT_REFUSED where the files may come from a pull request while the identity is the base
 * repository's, a chain of `workflow_run` included, for it hides the first event. Returns a warning for every other event
 * that is not known to be harmless.
 */
export function assertJobEvent({ eventName, sourceEvent }: Pick<Job, 'eventName' | 'sourceEvent'>): string | undefined {
  if (eventName === PULL_REQUEST_TARGET) throw refusedEvent(eventName)
  if (eventName !== 'workflow_run') {
    return [...OWN_EVENTS, ...PULL_REQUEST_EVENTS].includes(eventName) ? undefined : openEvent('This run', eventName)
  }
  const source = sourceEvent ?? 'unknown'
  if (sourceEvent === undefined || /^(pull_request|workflow_run)/.test(source)) throw refusedEvent(eventName, source)
  return OWN_EVENTS.includes(source) ? undefined : openEvent('The run that this one follows', source)
}

function refusedEvent(eventName: string, source?: string): ActionError {
  const after = source === undefined ? '' : ` after '${display(source)}'`
  return new ActionError(
    'E_EVENT_REFUSED',
    `keyless-sign refuses to sign on '${display(eventName)}'${after}: the files may be a pull request's, the identity is not`,
    { fix: 'sign on push, release or workflow_dispatch, or sign by `checksums` in a job of its own event' },
  )
}

function openEvent(run: string, eventName: string): string {
  return `${run} was started by '${display(eventName)}', which may be anybody's doing: make sure that the signed files are not a pull request's.`
}

/**
 * assertExpected throws E_EXPECTED_IDENTITY unless the certificate would carry the identity that the user expects. Where
 * nobody said what to expect, returns a warning when the runner names another workflow than the token.
 */
export function assertExpected(
  claims: TokenClaims,
  job: Job,
  { expectedIdentity, runnerWorkflowRef }: Pick<SignInputs, 'expectedIdentity' | 'runnerWorkflowRef'>,
): string | undefined {
  const identity = futureIdentity(claims, job)
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
  ['job_workflow_ref', 'identity'],
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

/**
 * assertPublishable throws E_PRIVATE_REPOSITORY before a public Fulcio or log (an entry holds the whole certificate) could
 * publish what a private repository is. A timestamp authority sees only a hash.
 */
export function assertPublishable(
  claims: Pick<TokenClaims, 'repositoryVisibility' | 'all'>,
  services: readonly { readonly url: string }[],
  inputs: Pick<SignInputs, 'allowPrivateRepository'>,
): void {
  const publishers = services.filter(({ url }) => isPublicSigstore(url)).map(({ url }) => normalHost(new URL(url)))
  if (publishers.length === 0 || claims.repositoryVisibility === 'public' || inputs.allowPrivateRepository) return
  const list = PUBLISHED.flatMap(([name, title]) => {
    const value = claims.all[name]
    return value === undefined || value === '' ? [] : [`${title}: ${display(value)}`]
  })
  throw new ActionError(
    'E_PRIVATE_REPOSITORY',
    `This repository is not public (visibility '${display(claims.repositoryVisibility)}'), and ${[...new Set(publishers)].join(' and ')} would publish for ever what the certificate says: ${list.join('; ')}`,
    {
      fix: 'set `allow-private-repository: true` if all of this may become public, or give a `signing-config` of a private Sigstore, its logs included',
    },
  )
}
