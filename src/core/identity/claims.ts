/*
 * Owns what the runner's token says and whether that is this job: claims against environment, time, event, and the
 * gate for private repositories. Must not ask for a token, and never puts one into a text.
 */
import { ActionError } from '../shared/errors.ts'
import { display } from '../shared/display.ts'
import { timeText } from '../shared/format.ts'
import { readJson } from '../shared/json.ts'
import type { Identity, IdentityToken, Issuer, Job, SignInputs, TokenClaims } from '../types.ts'

/** GITHUB_ISSUER is the OIDC issuer of GitHub Actions on github.com. */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com'

/** Seconds that the clocks of the runner and of the token's issuer may differ. */
const LEEWAY = 60

/** decodeClaims reads a JWT's payload without checking its signature, which is Fulcio's task. Throws E_OIDC_RESPONSE. */
export function decodeClaims(token: IdentityToken): TokenClaims {
  const payload = readJson(parsePayload(token), malformed)
  const text = (name: string): string => payload.field(name).text()
  const optional = (name: string): string => (payload.has(name) ? text(name) : '')
  const all: Record<string, string> = {}
  for (const [name, value] of Object.entries(payload.value ?? {})) if (typeof value === 'string') all[name] = value
  return {
    issuer: text('iss') as Issuer,
    audience: text('aud'),
    subject: text('sub'),
    issuedAt: Number(payload.field('iat').integer()),
    expiresAt: Number(payload.field('exp').integer()),
    repository: optional('repository'),
    sha: optional('sha'),
    runId: optional('run_id'),
    runAttempt: optional('run_attempt'),
    eventName: optional('event_name'),
    jobWorkflowRef: text('job_workflow_ref'),
    repositoryVisibility: optional('repository_visibility'),
    all,
  }
}

/**
 * futureIdentity is the SAN that Fulcio writes for these claims: `https://github.com/<job_workflow_ref>` (Fulcio's
 * config/identity/config.yaml), percent-encoded as Go's url.URL prints it.
 */
export function futureIdentity(claims: TokenClaims): Identity {
  return `https://github.com/${fulcioEncoded(claims.jobWorkflowRef)}` as Identity
}

/** fulcioEncoded returns a part of an identity with everything odd percent-encoded, as Fulcio writes it. */
export function fulcioEncoded(text: string): string {
  return encodeURI(text).replaceAll('%25', '%')
}

/**
 * assertClaims throws unless the token is for this very job, audience and time: E_OIDC_AUDIENCE, E_OIDC_CLOCK,
 * E_OIDC_IDENTITY. `now` is in milliseconds since the epoch.
 */
export function assertClaims(claims: TokenClaims, job: Job, audience: string, now: number): void {
  if (claims.audience !== audience) {
    throw new ActionError(
      'E_OIDC_AUDIENCE',
      `The token is for audience '${display(claims.audience)}', not '${display(audience)}'`,
      { fix: 'check the `audience` input; a token for another audience must never reach Fulcio' },
    )
  }
  const seconds = now / 1000
  if (claims.expiresAt <= seconds || claims.issuedAt > seconds + LEEWAY) {
    throw new ActionError(
      'E_OIDC_CLOCK',
      `The token is valid from ${timeText(claims.issuedAt * 1000)} to ${timeText(claims.expiresAt * 1000)}, but this runner's clock says ${timeText(now)}`,
      { fix: "set the runner's clock (NTP)" },
    )
  }
  const same: readonly (readonly [string, string, string])[] = [
    ['repository', claims.repository, job.repository],
    ['sha', claims.sha, job.sha],
    ['run_id', claims.runId, job.runId],
    ['run_attempt', claims.runAttempt, String(job.runAttempt)],
  ]
  for (const [name, claimed, actual] of same) {
    if (claimed !== actual) {
      throw new ActionError(
        'E_OIDC_IDENTITY',
        `The token's ${name} is '${display(claimed)}', but this job's is '${display(actual)}'`,
        { fix: 'something in this job stands between the runner and its token endpoint; find it before you sign' },
      )
    }
  }
}

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

function isPublicFulcio(url: string): boolean {
  return /(^|\.)(sigstore|sigstage)\.dev$/.test(new URL(url).hostname)
}

function parsePayload(token: IdentityToken): unknown {
  const parts = token.split('.')
  try {
    if (parts.length === 3) return JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'))
  } catch {
    // The parser's message would quote the token.
  }
  throw malformed('the token', 'is not a JWT')
}

function malformed(path: string, problem: string): ActionError {
  return new ActionError(
    'E_OIDC_RESPONSE',
    `The runner's token endpoint gave a token that we cannot read: ${path} ${problem}`,
    {
      fix: 'this action needs the OIDC token of a GitHub Actions job; see https://www.githubstatus.com and run the job again',
      transient: {},
    },
  )
}
