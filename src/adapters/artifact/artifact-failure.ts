/*
 * Owns what a failed call to the artifact service means: from what was seen on the wire, else from the library's words.
 * Must not make calls.
 */
import { nameTaken } from '../../core/artifact/artifact-errors.ts'
import { kindOfStatus, serviceFailure } from '../../core/services/service-failure.ts'
import { display } from '../../core/shared/display.ts'
import { ActionError } from '../../core/shared/errors.ts'
import { retryAfter } from '../retry-after.ts'
import type { HttpEvent } from './supervised-http.ts'

const WITHOUT_ARTIFACT = 'set `upload-artifact: false`; the signature files are written all the same'
const RESPONSE_FIX =
  'see https://www.githubstatus.com, check for a proxy that answers in its place, and run the job again'

/**
 * endOfCall returns the transient error of an event that the library would answer with waits and tries of its own, or
 * would never notice: no answer, a truncated one, 408, 429, 5xx. Not transient: E_UPLOAD_PERMISSION for a refusal
 * without words, E_UPLOAD_RESPONSE for a web page and for any other failed download. Undefined for everything else.
 */
export function endOfCall(event: HttpEvent): ActionError | undefined {
  if (event.kind === 'truncated') {
    return serviceFailure('artifactStore', 'network', { text: `${asked(event)} broke off in the middle of its answer` })
  }
  if (event.kind === 'failed') {
    const text = `${asked(event)} got no answer (${reason(event.error)})`
    return serviceFailure('artifactStore', 'network', { text, cause: event.error })
  }
  const { status, headers } = event
  const text = `${asked(event)} answered ${String(status)}`
  if (kindOfStatus(status) === 'unavailable') {
    return serviceFailure('artifactStore', 'unavailable', { text, status, ...retryAfter(headers['retry-after']) })
  }
  const type = headers['content-type'] ?? ''
  if (type.includes('html')) return wrongResponse(`${text} with a web page`)
  // The library takes an answer that is not JSON for a hiccup, and asks again for half a minute.
  if ((status === 401 || status === 403) && event.method === 'POST' && !type.includes('json')) {
    return serviceFailure('artifactStore', 'rejected', { text, status })
  }
  return event.method === 'GET' && status >= 400 ? wrongResponse(text) : undefined
}

/**
 * artifactFailure returns the error of a call that the library gave up: `status` is the last that a service answered,
 * `name` the artifact's. E_UPLOAD_GHES, _QUOTA, _NAME_TAKEN, _PERMISSION, _STALLED, _RESPONSE, or E_ENV.
 */
export function artifactFailure(cause: unknown, name: string, status: number | undefined): ActionError {
  if (cause instanceof ActionError) return cause
  const text = reason(cause)
  const failure = (code: ActionError['code'], message: string, fix: string): ActionError =>
    new ActionError(code, message, { fix, cause })
  if (cause instanceof Error && cause.name === 'GHESNotSupportedError') {
    return failure(
      'E_UPLOAD_GHES',
      'GitHub Enterprise Server has no artifact service for this upload',
      WITHOUT_ARTIFACT,
    )
  }
  if (text.startsWith('Unable to get the ACTIONS_')) {
    return failure('E_ENV', `the runner offers no artifact service: ${display(text)}`, WITHOUT_ARTIFACT)
  }
  if (text.includes('Artifact storage quota has been hit')) {
    return failure('E_UPLOAD_QUOTA', 'the artifact storage quota of this account is used up', QUOTA_FIX)
  }
  if (text === 'Upload progress stalled.') return serviceFailure('artifactStore', 'timeout', { text, cause })
  if (status === 409 && text.includes('CreateArtifact')) return nameTaken(name, cause)
  if (status === 401 || status === 403) return serviceFailure('artifactStore', 'rejected', { text, status, cause })
  return wrongResponse(text, cause)
}

const QUOTA_FIX = `delete old artifacts or raise the limit (https://docs.github.com/billing/concepts/product-billing/github-actions), or ${WITHOUT_ARTIFACT}`

/** wrongResponse returns E_UPLOAD_RESPONSE for an answer that is not what the service promises. */
export function wrongResponse(text: string, cause?: unknown): ActionError {
  return new ActionError('E_UPLOAD_RESPONSE', `the artifact service: ${display(text)}`, { fix: RESPONSE_FIX, cause })
}

function asked(event: HttpEvent): string {
  return `${event.method} ${event.where}`
}

/** reason returns the first line of an error's message, else its code: the storage client has errors without a text. */
export function reason(error: unknown): string {
  const [line = ''] = textOf(error, 'message').split('\n')
  return line === '' ? textOf(error, 'code') : line
}

function textOf(error: unknown, name: 'message' | 'code'): string {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
  return typeof value === 'string' ? value : ''
}
