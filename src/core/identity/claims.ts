/*
 * Owns what the runner's token says and whether that is this job: its claims against
 * environment and time. What a run may do with them is decided in gates.ts. Must not ask for a token, and never puts one into a text.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { timeText } from '../shared/format.ts'
import { readJson } from '../shared/json.ts'
import type { Identity, IdentityToken, Issuer, Job, TokenClaims } from '../types.ts'

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
 * futureIdentity is the SAN that Fulcio writes for these claims: `<server>/<job_workflow_ref>` (Fulcio's
 * config/identity/config.yaml), percent-encoded as Go's url.URL prints it; the server is `https://github.com`, or the job's
 * own for the Fulcio of a GitHub Enterprise.
 */
export function futureIdentity(
  claims: Pick<TokenClaims, 'jobWorkflowRef'>,
  { serverUrl }: Pick<Job, 'serverUrl'>,
): Identity {
  return `${serverUrl}/${fulcioEncoded(claims.jobWorkflowRef)}` as Identity
}

/** futureRepository is what Fulcio writes as the source repository of a job. */
export function futureRepository({ repository, serverUrl }: Pick<Job, 'repository' | 'serverUrl'>): string {
  return `${serverUrl}/${repository}`
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
  for (const [name, claimed, actual] of same) if (claimed !== actual) throw contradiction(name, claimed, actual)
}

/** contradiction returns the E_OIDC_IDENTITY of a token that says something else of the job than the runner does. */
export function contradiction(name: string, claimed: string, actual: string): ActionError {
  return new ActionError(
    'E_OIDC_IDENTITY',
    `The token's ${name} is '${display(claimed)}', but this job's is '${display(actual)}'`,
    { fix: 'something in this job stands between the runner and its token endpoint; find it before you sign' },
  )
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
