/*
 * Owns the translation of what sigstore-js's clients throw. Their errors may quote the identity token, so only status,
 * error codes and the service's own words are taken over. Must not retry.
 */
import { kindOfStatus, serviceFailure } from '../../core/services/service-failure.ts'
import type { ActionError } from '../../core/shared/errors.ts'
import { httpError, networkFailure, proxyFailure, type NetworkFailure } from '../network-error.ts'
import { proxyStatus } from './proxy-answers.ts'
import type { ServiceName } from '../../core/types.ts'

/** ClientFailure is an error of a client, reduced to what may be shown. */
export interface ClientFailure {
  /** HTTP status, where the service answered with one. */
  readonly status?: number
  readonly error: ActionError
}

/** clientFailure reduces an error of @sigstore/sign, or of its HTTP client; `url` is where the request went. */
export function clientFailure(
  service: ServiceName,
  url: string,
  thrown: unknown,
  method: 'GET' | 'POST' = 'POST',
): ClientFailure {
  const request = `${method} ${url}`
  const failed = (failure: NetworkFailure): ClientFailure => ({
    error: networkError(service, request, url, failure, thrown),
  })
  const http = httpError(thrown)
  if (http !== undefined) {
    const status = http.statusCode
    if (proxyStatus(url) === status) return failed(proxyFailure(status))
    const text = `${request} answered ${http.message}`
    return { status, error: serviceFailure(service, kindOfStatus(status), { text, status, cause: thrown }) }
  }
  const network = networkFailure(thrown)
  if (network !== undefined) return failed(network)
  return {
    error: serviceFailure(service, 'response', {
      text: `${request} gave an answer that cannot be read`,
      cause: thrown,
    }),
  }
}

/** networkError returns the error of a request, by method and URL, that no service has answered. */
export function networkError(
  service: ServiceName,
  request: string,
  url: string,
  { kind, text }: NetworkFailure,
  cause?: unknown,
): ActionError {
  return serviceFailure(service, kind, { text: `${request}: ${text}`, url, cause })
}
