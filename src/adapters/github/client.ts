/*
 * Owns octokit: one request to GitHub's API, with the token shown there and nowhere else. The throttling plugin keeps writes
 * a second apart; a read that broke is asked for once more, for a listing has many. Everything else, and every wait that
 * GitHub asks for, is left to the one retry policy (services/retry.ts): a write that is sent again blindly may be done twice.
 */
import { getOctokit } from '@actions/github'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import { ActionError } from '../../core/shared/errors.ts'
import { boundedFetch } from './bounded-fetch.ts'
import { badAnswer, releaseFailure, releaseRefused } from './release-failure.ts'

/** Parameters are the parts of a route, of its query and of its JSON body, or in `data` its whole body. */
export interface Parameters {
  readonly [part: string]: unknown
  readonly name?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Answer is GitHub's answer: parsed JSON, and its headers by lower-case name. */
export interface Answer {
  readonly data: unknown
  readonly headers: Readonly<Partial<Record<string, string | number>>>
}

/** GitHubClient makes requests; `route` is like `GET /repos/{owner}/{repo}`. Both throw E_RELEASE_*. */
export interface GitHubClient {
  request(route: string, parameters: Parameters, signal: AbortSignal): Promise<Answer>
  /** The bytes behind a route, which may lead to another host: `size` of them, or E_RELEASE_RESPONSE. */
  download(route: string, parameters: Parameters, size: number, signal: AbortSignal): Promise<Uint8Array>
}

const API_VERSION = '2022-11-28'

/** A page of a hundred releases, with their notes and assets, has less. */
const MOST_BYTES = 16 * 1024 * 1024

/** Statuses that another read does not change, or that come with a wait of their own. */
const NO_SECOND_READ = [400, 401, 403, 404, 410, 422, 429, 451, 503]

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore }

/** gitHubClient returns the client of the API at `apiUrl`; throws E_RELEASE_PERMISSION for what cannot be a token. */
export function gitHubClient(apiUrl: string, token: string): GitHubClient {
  // A token that no header can hold would come back inside the error of fetch.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ActionError('E_RELEASE_PERMISSION', "Input 'github-token' holds no token", {
      fix: "leave `github-token` out to use the job's own, or give it a secret that holds a token",
    })
  }

  async function ask<T>(
    route: string,
    given: Parameters,
    options: { readonly signal: AbortSignal; readonly redirect?: 'follow'; readonly parseSuccessResponseBody?: false },
    take: (answer: Answer) => T | Promise<T>,
  ): Promise<T> {
    let limited: number | undefined
    const oversized: string[] = []
    const isStream = ({ ok }: Response): boolean => ok && options.parseSuccessResponseBody === false
    const bounded = boundedFetch(MOST_BYTES, () => oversized.push(route), isStream)
    // Asks for no retry: the plugin would wait unheard.
    const onLimit = (seconds: number): void => {
      limited = seconds * 1000
    }
    const octokit = getOctokit(
      token,
      {
        baseUrl: apiUrl,
        log: silent,
        // In place of the library's own fetch, which goes round the proxy of all others.
        request: { fetch: bounded, redirect: 'manual', log: silent },
        // Not as an option of the request: with that, the plugin repeats it at once, whatever its status.
        retry: { retries: route.startsWith('GET ') ? 1 : 0, retryAfterBaseValue: 500, doNotRetry: NO_SECOND_READ },
        throttle: { id: apiUrl, onRateLimit: onLimit, onSecondaryRateLimit: onLimit },
      },
      retry,
      throttling,
    )
    const headers = { 'x-github-api-version': API_VERSION, ...given.headers }
    const parameters = { ...given, headers, request: options }
    const { method, url } = octokit.request.endpoint(route, parameters)
    const { host, pathname } = new URL(url)
    const asked = `${method} ${host}${pathname}`
    try {
      const response = await octokit.request(route, parameters)
      if (response.status >= 300) throw releaseRefused(`${asked} answered with a redirect, which is not followed`)
      if (oversized.length > 0) throw releaseRefused(`${asked} answered with more than ${MOST_BYTES} bytes`)
      return await take(response)
    } catch (error) {
      throw options.signal.aborted ? error : releaseFailure(error, { asked, name: given.name ?? '', limited })
    }
  }

  return {
    request: (route, parameters, signal) =>
      ask(route, parameters, { signal }, ({ data, headers }) => ({ data, headers })),
    download: (route, parameters, size, signal) =>
      // On its way to another host, fetch drops the token (Fetch standard, HTTP-redirect fetch).
      ask(route, parameters, { signal, redirect: 'follow', parseSuccessResponseBody: false }, ({ data }) =>
        bytesOf(data, size),
      ),
  }
}

async function bytesOf(body: unknown, size: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  if (body instanceof ReadableStream) {
    for await (const chunk of body as ReadableStream<Uint8Array>) {
      chunks.push(chunk)
      length += chunk.length
      if (length > size) break
    }
  }
  if (length !== size) throw badAnswer(`an asset of ${size} bytes came with another length`)
  return Buffer.concat(chunks)
}

function ignore(): void {
  // The log of a run has lines of ours only.
}
