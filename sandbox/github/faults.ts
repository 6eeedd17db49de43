/*
 * Owns the faults that only GitHub has, for the script of a route. Must not know a route.
 */
import { status } from '../faults.ts'
import type { Fault } from '../faults.ts'

/** UPSTREAM is the header that tells the host of uploads that its own store is to fail. */
export const UPSTREAM = 'x-sandbox-upstream'

/** upstreamFailure answers an upload with 502 and leaves an empty asset of the state `starter`, as GitHub documents. */
export const upstreamFailure: Fault = {
  kind: 'lie',
  request: (request) => ({ ...request, headers: { ...request.headers, [UPSTREAM]: 'failed' } }),
}

/** secondaryLimit refuses as GitHub does who gets too much at once; without seconds, it does not say how long to wait. */
export function secondaryLimit(seconds?: number, code: 403 | 429 = 403): Fault {
  return refused(
    code,
    seconds === undefined ? {} : { 'retry-after': String(seconds) },
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
  )
}

/** primaryLimit refuses whose requests of this hour are used up, until `reset` (seconds since the epoch). */
export function primaryLimit(reset: number): Fault {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }
  return refused(403, headers, 'API rate limit exceeded for installation.')
}

function refused(code: number, headers: Readonly<Record<string, string>>, message: string): Fault {
  const type = { 'content-type': 'application/json; charset=utf-8' }
  return status(
    code,
    { ...type, ...headers },
    JSON.stringify({ message, documentation_url: 'https://docs.github.com/rest' }),
  )
}
