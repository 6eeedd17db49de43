/*
 * Owns what a failed TUF refresh means: blocked, unreachable, stale, or tampered with. Must not retry.
 */
import { kindOfStatus, serviceFailure } from '../../core/services/service-failure.ts'
import { display } from '../../core/shared/display.ts'
import { ActionError, type ErrorCode } from '../../core/shared/errors.ts'
import { hostAndPort } from '../../core/shared/hosts.ts'
import { causes, httpError, networkFailure } from '../network-error.ts'

/** Tries after which a 403 or a web page counts as what stands in the way, and not as a hiccup of the CDN. */
const TRIES_WHEN_BLOCKED = 4

interface Verdict {
  readonly names: readonly string[]
  /** The error's own words: tuf-js keeps nothing else of what went wrong with snapshot and targets metadata. */
  readonly words: RegExp
  readonly code: ErrorCode
  readonly text: string
  readonly fix: string
}

const TAMPERED = 'do not go on: the repository, the mirror, or something on the way to it serves false metadata'

/** By the class names of tuf-js and @tufjs/models, which @sigstore/tuf does not export. */
const VERDICTS: readonly Verdict[] = [
  {
    names: ['ExpiredMetadataError'],
    words: / is expired$/,
    code: 'E_TUF_EXPIRED',
    text: 'its metadata has expired',
    fix: 'check the clock of this machine; if it is right, the mirror has not been refreshed',
  },
  {
    names: ['UnsignedMetadataError', 'BadVersionError', 'EqualVersionError'],
    words: / was signed by \d+\/\d+ keys$|[Vv]ersion .*(less than|match)|Expected version /,
    code: 'E_TUF_SIGNATURE',
    text: 'its metadata is not signed by the keys that the root names, or is older than it may be',
    fix: TAMPERED,
  },
  {
    names: ['LengthOrHashMismatchError', 'DownloadLengthMismatchError'],
    words: /Expected (hash|length) .* but got |Max length reached/,
    code: 'E_TUF_TARGET',
    text: 'a file is not the one that the signed metadata names',
    fix: TAMPERED,
  },
]

/** tufFailure translates what @sigstore/tuf, tuf-js or fetch threw; `url` is the repository's. */
export function tufFailure(url: string, thrown: unknown): ActionError {
  const parsed = URL.parse(url)
  const host = parsed?.host ?? display(url)
  const chain = causes(thrown)
  const named = VERDICTS.find(({ names, words }) =>
    chain.some((error) => names.includes(error.constructor.name) || words.test(error.message)),
  )
  if (named !== undefined) {
    return new ActionError(named.code, `the TUF repository ${host}: ${named.text}`, { fix: named.fix, cause: thrown })
  }
  const status = httpError(thrown)?.statusCode
  if (status === 403) {
    return new ActionError('E_TUF_BLOCKED', `the TUF repository ${host} answered 403`, {
      fix: ({ trustedRoot }) =>
        `allow ${parsed === null ? host : hostAndPort(parsed)} in the egress rules (the CDN also blocks some address ranges), or give ${trustedRoot}`,
      cause: thrown,
      transient: { tries: TRIES_WHEN_BLOCKED },
    })
  }
  if (status !== undefined) {
    const text = `${host} answered ${String(status)}`
    return serviceFailure('trustRoot', kindOfStatus(status), { text, status, cause: thrown })
  }
  const network = networkFailure(thrown)
  if (network !== undefined) {
    return serviceFailure('trustRoot', network.kind, { text: `${host}: ${network.text}`, url, cause: thrown })
  }
  if (chain.some((error) => 'code' in error && error.code === 'TUF_INIT_CACHE_ERROR')) {
    return new ActionError('E_TUF_ROOT', `No root.json is known for the TUF repository ${host}`, {
      fix: ({ input }) => `give the path of its root.json as ${input('tuf-root')}`,
      cause: thrown,
    })
  }
  return serviceFailure('trustRoot', 'response', {
    text: `${host} gave an answer that is no TUF metadata (a captive portal or a proxy?)`,
    tries: TRIES_WHEN_BLOCKED,
    cause: thrown,
  })
}
