/*
 * Owns what a failed call to a service means: its code, its fix, and whether another try makes sense; one row a
 * service. Must not know any client library: adapters reduce what they caught to a kind and a text.
 */
import { display } from '../shared/display.ts'
import { ActionError, type ErrorCode, type Transience } from '../shared/errors.ts'
import { hostAndPort } from '../shared/hosts.ts'
import { inWords, type Text } from '../shared/wording.ts'
import type { ServiceName } from '../types.ts'

/**
 * FailureKind is how a call ended: `timeout` (no whole answer in time), `unreachable` (no connection), `blocked` (a proxy
 * that refuses the way: 403, 407), `untrusted` (a server whose TLS certificate nobody vouches for), `network` (a connection
 * that broke), `unavailable` (408, 429, 5xx), `response` (an answer that is not what the service promises), `rejected` (any
 * other status).
 */
export type FailureKind =
  'timeout' | 'unreachable' | 'blocked' | 'untrusted' | 'network' | 'unavailable' | 'response' | 'rejected'

interface ServiceRow {
  readonly title: string
  readonly codes: Readonly<Record<Exclude<FailureKind, 'unreachable' | 'untrusted'>, ErrorCode>>
  readonly fix: Text
  readonly rejectedFix: Text
  /** What helps where the token itself is not accepted (401), if that is another thing. */
  readonly unauthorizedFix?: Text
  /** What helps where the way cannot be opened. */
  readonly instead?: Text
}

const SIGSTORE_STATUS = 'see https://status.sigstore.dev, and raise `timeout-minutes` to ride out a longer outage'
const GITHUB_STATUS = 'see https://www.githubstatus.com and run the job again'

const rows: Readonly<Record<ServiceName, ServiceRow>> = {
  token: {
    title: "the runner's token endpoint",
    codes: {
      timeout: 'E_OIDC_TIMEOUT',
      blocked: 'E_OIDC_UNAVAILABLE',
      network: 'E_OIDC_UNAVAILABLE',
      unavailable: 'E_OIDC_UNAVAILABLE',
      response: 'E_OIDC_RESPONSE',
      rejected: 'E_OIDC_PERMISSION',
    },
    fix: GITHUB_STATUS,
    rejectedFix: "add 'permissions: id-token: write' to THIS job, and run it again",
  },
  trustRoot: {
    title: 'the TUF repository',
    codes: {
      timeout: 'E_TUF_UNAVAILABLE',
      blocked: 'E_TUF_BLOCKED',
      network: 'E_TUF_UNAVAILABLE',
      unavailable: 'E_TUF_UNAVAILABLE',
      response: 'E_TUF_RESPONSE',
      rejected: 'E_TUF_BLOCKED',
    },
    fix: ({ either, trustedRoot }) =>
      `check that ${either('the runner', 'this machine')} may reach the TUF repository (firewall, proxy), or give ${trustedRoot}`,
    rejectedFix: ({ trustedRoot }) => `allow this host in the egress rules, or give ${trustedRoot}`,
    instead: ({ trustedRoot }) => `, or give ${trustedRoot}`,
  },
  certificateAuthority: {
    title: 'Fulcio',
    codes: {
      timeout: 'E_FULCIO_TIMEOUT',
      blocked: 'E_FULCIO_NETWORK',
      network: 'E_FULCIO_NETWORK',
      unavailable: 'E_FULCIO_UNAVAILABLE',
      response: 'E_FULCIO_RESPONSE',
      rejected: 'E_FULCIO_REJECTED',
    },
    fix: SIGSTORE_STATUS,
    rejectedFix: 'check that the Fulcio of the signing config accepts tokens of this issuer and audience',
  },
  transparencyLog: {
    title: 'Rekor',
    codes: {
      timeout: 'E_REKOR_UNAVAILABLE',
      blocked: 'E_REKOR_UNAVAILABLE',
      network: 'E_REKOR_UNAVAILABLE',
      unavailable: 'E_REKOR_UNAVAILABLE',
      response: 'E_REKOR_RESPONSE',
      rejected: 'E_REKOR_REJECTED',
    },
    fix: SIGSTORE_STATUS,
    rejectedFix: 'check that the log of the signing config accepts hashedrekord entries of this version',
  },
  timestampAuthority: {
    title: 'the timestamp authority',
    codes: {
      timeout: 'E_TSA_UNAVAILABLE',
      blocked: 'E_TSA_UNAVAILABLE',
      network: 'E_TSA_UNAVAILABLE',
      unavailable: 'E_TSA_UNAVAILABLE',
      response: 'E_TSA_RESPONSE',
      rejected: 'E_TSA_REJECTED',
    },
    fix: SIGSTORE_STATUS,
    rejectedFix: 'check the timestamp authority URL of the signing config',
  },
  artifactStore: {
    title: 'the artifact service',
    codes: {
      timeout: 'E_UPLOAD_STALLED',
      blocked: 'E_UPLOAD_UNAVAILABLE',
      network: 'E_UPLOAD_UNAVAILABLE',
      unavailable: 'E_UPLOAD_UNAVAILABLE',
      response: 'E_UPLOAD_RESPONSE',
      rejected: 'E_UPLOAD_PERMISSION',
    },
    fix: GITHUB_STATUS,
    rejectedFix: 'set `upload-artifact: false` if this job may not upload artifacts',
  },
  release: {
    title: "GitHub's releases",
    codes: {
      timeout: 'E_RELEASE_UNAVAILABLE',
      blocked: 'E_RELEASE_UNAVAILABLE',
      network: 'E_RELEASE_UNAVAILABLE',
      unavailable: 'E_RELEASE_UNAVAILABLE',
      response: 'E_RELEASE_RESPONSE',
      rejected: 'E_RELEASE_PERMISSION',
    },
    fix: GITHUB_STATUS,
    rejectedFix:
      "add 'contents: write' to the permissions of THIS job, and run it again:\npermissions:\n  id-token: write\n  contents: write",
    unauthorizedFix:
      "'github-token' holds no valid token (wrong, or expired): leave it out, and the job's own token is used",
  },
}

/** FailureDetails are what an adapter knows of a failed call beside its kind. */
export interface FailureDetails {
  /** Host (and method, path, status) of the call, and the service's own words; made harmless here. */
  readonly text: string
  /** Where the call went: its host and port are what a network that lets nothing through must allow. */
  readonly url?: string
  readonly status?: number
  /** Milliseconds. */
  readonly retryAfter?: number
  /** How often the call may be tried in all, where that is less than its policy allows. */
  readonly tries?: number
  readonly cause?: unknown
}

/** serviceFailure makes the ActionError of a failed call; every kind but `blocked`, `untrusted` and `rejected` is transient. */
export function serviceFailure(service: ServiceName, kind: FailureKind, details: FailureDetails): ActionError {
  const row = rows[service]
  const code = kind === 'unreachable' || kind === 'untrusted' ? row.codes.network : row.codes[kind]
  const isFinal = kind === 'blocked' || kind === 'untrusted' || kind === 'rejected'
  return new ActionError(code, `${row.title}: ${display(details.text)}`, {
    fix: fixOf(row, kind, details),
    cause: details.cause,
    undone: isFinal || kind === 'unreachable',
    ...(isFinal ? {} : { transient: transience(details) }),
  })
}

function fixOf(row: ServiceRow, kind: FailureKind, { url, status }: FailureDetails): Text {
  const parsed = URL.parse(url ?? '')
  const address = parsed === null ? 'its host and port' : display(hostAndPort(parsed))
  return (say) => {
    const machine = say.either('this runner', 'this machine')
    const instead = inWords(row.instead ?? '', say)
    const fix = inWords(row.fix, say)
    switch (kind) {
      case 'unreachable':
        return `allow ${address} in the egress rules of ${machine} (firewall, proxy, DNS)${instead}`
      case 'blocked':
        return `allow ${address} in the proxy of ${machine}; where it wants a user and a password (407), write them into HTTPS_PROXY${instead}`
      case 'untrusted':
        return 'if a proxy or a private certificate authority stands there, set NODE_EXTRA_CA_CERTS to its PEM file'
      case 'timeout':
        return parsed === null ? fix : `if ${machine} has egress rules, allow ${address} in them; else ${fix}`
      case 'rejected':
        return inWords((status === 401 ? row.unauthorizedFix : undefined) ?? row.rejectedFix, say)
      case 'network':
      case 'unavailable':
      case 'response':
        return fix
    }
  }
}

function transience({ retryAfter, status, tries }: FailureDetails): Transience {
  return {
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(tries === undefined ? {} : { tries }),
    ...(status === 429 ? { rateLimited: true } : {}),
  }
}

/** kindOfStatus tells how an HTTP status that is not a success counts. */
export function kindOfStatus(status: number): FailureKind {
  return status === 408 || status === 429 || status >= 500 ? 'unavailable' : 'rejected'
}
