/*
 * Owns what a failed request to GitHub's release API means. Errors of octokit hold the whole request, so only status, the
 * service's words and the causes are taken over. Must not retry.
 */
import { assetExists, releaseFull, releaseImmutable, releaseNotFound } from '../../core/release/release-errors.ts'
import { kindOfStatus, serviceFailure } from '../../core/services/service-failure.ts'
import { display } from '../../core/shared/display.ts'
import { ActionError } from '../../core/shared/errors.ts'
import { networkFailure } from '../network-error.ts'
import { retryAfter } from '../retry-after.ts'

/** Asking is what is known of a request beside its error. */
export interface Asking {
  /** Method, host and path. */
  readonly asked: string
  /** The asset's name that the request is about, where it gives one. */
  readonly name: string
  /** Milliseconds to wait, where GitHub had too many requests. */
  readonly limited: number | undefined
}

/** releaseFailure returns the E_RELEASE_* of a request that octokit gave up, and an ActionError as it is. */
export function releaseFailure(thrown: unknown, { asked, name, limited }: Asking): ActionError {
  if (thrown instanceof ActionError) return thrown
  if (!hasResponse(thrown)) {
    const { kind, text } = networkFailure(thrown) ?? { kind: 'network', text: 'no answer' }
    return serviceFailure('release', kind, { text: `${asked}: ${text}`, cause: thrown })
  }
  const { status, response } = thrown
  const text = `${asked} answered ${status}: ${thrown.message}`
  const details = { text, status, cause: thrown }
  const wait = limited === undefined ? retryAfter(response.headers['retry-after']) : { retryAfter: limited }
  if (wait.retryAfter !== undefined && status === 403) {
    // GitHub says 403 or 429 for the same thing.
    return serviceFailure('release', 'unavailable', { ...details, ...wait, status: 429 })
  }
  if (kindOfStatus(status) === 'unavailable') return serviceFailure('release', 'unavailable', { ...details, ...wait })
  if (status === 401 || status === 403) return serviceFailure('release', 'rejected', details)
  if (status === 404) return releaseNotFound(`GitHub's releases: ${display(text)}`, thrown)
  if (/immutable release/i.test(thrown.message)) return releaseImmutable(thrown)
  const problems = problemsOf(response.data)
  if (problems.includes('already_exists name')) return assetExists(name, 'it came meanwhile', thrown)
  if (problems.includes('custom file_count'))
    return releaseFull('the release has as many assets as GitHub allows', thrown)
  return releaseRefused(text, thrown)
}

/** badAnswer returns the transient E_RELEASE_RESPONSE of an answer that is not what the API promises. */
export function badAnswer(text: string): ActionError {
  return serviceFailure('release', 'response', { text })
}

/** releaseRefused returns the E_RELEASE_RESPONSE of an answer that another try would not change. */
export function releaseRefused(text: string, cause?: unknown): ActionError {
  return new ActionError('E_RELEASE_RESPONSE', `GitHub's releases: ${display(text)}`, {
    fix: 'see https://www.githubstatus.com, and check for a proxy that answers in its place',
    cause,
  })
}

/** Code and field of each entry of `errors` (docs.github.com/rest, "Validation Failed"). */
function problemsOf(data: unknown): readonly string[] {
  const errors: unknown = typeof data === 'object' && data !== null && 'errors' in data ? data.errors : undefined
  if (!Array.isArray(errors)) return []
  return errors.map((each: unknown) => {
    const { code, field } = (each ?? {}) as Readonly<Record<string, unknown>>
    return `${String(code)} ${String(field)}`
  })
}

type Failed = Error & {
  readonly status: number
  readonly response: { readonly headers: Readonly<Partial<Record<string, string>>>; readonly data: unknown }
}

/** octokit's error is known by its status; it has a response only where GitHub gave one. */
function hasResponse(error: unknown): error is Failed {
  return error instanceof Error && 'status' in error && 'response' in error && error.response !== undefined
}
