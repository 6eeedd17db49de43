/*
 * Owns the request to the runner's token endpoint. Made by hand, for the toolkit's client drops status and headers, retries
 * only some failures and never ends when the connection breaks. Must not retry, follow redirects, or let the token or the
 * bearer into any message.
 */
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { text } from 'node:stream/consumers'
import { abortReason } from '../../core/shared/deadline.ts'
import { kindOfStatus, serviceFailure, type FailureKind } from '../../core/services/service-failure.ts'
import { ActionError } from '../../core/shared/errors.ts'
import { networkFailure } from '../network-error.ts'
import { retryAfter } from '../retry-after.ts'
import type { IdentityProvider, IdentityToken } from '../../core/types.ts'

// The runner hides a masked text everywhere in the log: a shorter one would hide ordinary words.
const SHORTEST_SECRET = 16

/**
 * tokenEndpoint returns the IdentityProvider of a job: `url` and `bearer` are the runner's ACTIONS_ID_TOKEN_REQUEST_URL and
 * _TOKEN; `mask` has the runner hide a text in the log, and is called with the token and its parts before anything else
 * sees them. Rejects with E_OIDC_PERMISSION, E_OIDC_UNAVAILABLE or E_OIDC_RESPONSE, or with the signal's reason.
 */
export function tokenEndpoint(url: string, bearer: string, mask: (secret: string) => void): IdentityProvider {
  return {
    url: URL.parse(url)?.origin ?? '',
    async token(audience, signal) {
      const address = requestUrl(url, bearer, audience)
      const { status, headers, body } = await get(address, bearer, signal)
      const failed = (kind: FailureKind, problem: string): ActionError =>
        serviceFailure('token', kind, {
          text: `GET ${address.host}: HTTP ${String(status)}${problem}`,
          status,
          ...retryAfter(headers['retry-after']),
        })
      if (status >= 300 && status < 400) throw failed('response', ', a redirect, which is not followed')
      const kind = isEarly(status, body) ? 'unavailable' : kindOfStatus(status)
      if (status !== 200) throw failed(kind, body.trim() === '' ? '' : `: ${body}`)
      const token = tokenIn(body)
      // Masked before its shape is checked: what is no JWT may yet be a secret.
      for (const secret of [token, ...token.split('.').slice(1)]) if (secret.length >= SHORTEST_SECRET) mask(secret)
      if (!isToken(token)) throw failed('response', ', but the answer holds no token')
      return token
    },
  }
}

function requestUrl(url: string, bearer: string, audience: string): URL {
  // A bearer that no header can hold would come back inside the error of fetch.
  const broken = !URL.canParse(url) ? 'URL' : !/^[\x21-\x7e]+$/.test(bearer) ? 'TOKEN' : undefined
  if (broken !== undefined) {
    throw new ActionError('E_OIDC_PERMISSION', `ACTIONS_ID_TOKEN_REQUEST_${broken} is not what the runner sets`, {
      fix: `let no earlier step change ACTIONS_ID_TOKEN_REQUEST_${broken}`,
    })
  }
  const address = new URL(url)
  address.searchParams.set('audience', audience)
  return address
}

/** A job that has only just begun gets no token yet: "Can't issue ID_TOKEN for job in 'Delayed' state". */
function isEarly(status: number, text: string): boolean {
  return status === 403 && /\bjob\b.*\b(?:pending|delayed)\b/is.test(text)
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

async function get(address: URL, bearer: string, signal: AbortSignal): Promise<Answer> {
  try {
    const headers = { Authorization: `Bearer ${bearer}`, Accept: 'application/json' }
    const { get: open } = address.protocol === 'http:' ? http : https
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      open(address, { headers, signal }, resolve).on('error', reject)
    })
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) }
  } catch (error) {
    if (signal.aborted) throw abortReason(signal)
    const { kind, text: problem } = networkFailure(error) ?? { kind: 'network', text: 'no answer' }
    throw serviceFailure('token', kind, { text: `GET ${address.host}: ${problem}`, url: address.href, cause: error })
  }
}

function tokenIn(text: string): string {
  try {
    const answer: unknown = JSON.parse(text)
    const value = typeof answer === 'object' && answer !== null && 'value' in answer ? answer.value : undefined
    return typeof value === 'string' ? value : ''
  } catch {
    return ''
  }
}

function isToken(value: string): value is IdentityToken {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value)
}
