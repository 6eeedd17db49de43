/*
 * Owns what a failed call to a service means: its code, its fix, and whether another try makes sense; one row a
 * service. Must not know any client library: adapters reduce what they caught to a kind and a text.
 */
import { display } from '../shared/display.ts'
import { ActionError, type ErrorCode } from '../shared/errors.ts'
import type { ServiceName } from '../types.ts'

/**
 * FailureKind is how a call ended: `timeout` (no whole answer in time), `network` (no answer), `untrusted` (a server
 * whose TLS certificate nobody vouches for), `unavailable` (408, 429, 5xx), `response` (an answer that is not what the
 * service promises), `rejected` (any other status).
 */
export type FailureKind = 'timeout' | 'network' | 'untrusted' | 'unavailable' | 'response' | 'rejected'

interface ServiceRow {
  readonly title: string
  readonly codes: Readonly<Record<Exclude<FailureKind, 'untrusted'>, ErrorCode>>
  readonly fix: string
  readonly rejectedFix: string
}

const SIGSTORE_STATUS = 'see https://status.sigstore.dev, and raise `timeout-minutes` to ride out a longer outage'
const GITHUB_STATUS = 'see https://www.githubstatus.com and run the job again'

const rows: Readonly<Record<ServiceName, ServiceRow>> = {
  token: {
    title: "the runner's token endpoint",
    codes: {
      timeout: 'E_OIDC_TIMEOUT',
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
      network: 'E_TUF_UNAVAILABLE',
      unavailable: 'E_TUF_UNAVAILABLE',
      response: 'E_TUF_RESPONSE',
      rejected: 'E_TUF_BLOCKED',
    },
    fix: 'check that the runner may reach the TUF repository (firewall, proxy), or give `trusted-root` (to sign, `signing-config`, too)',
    rejectedFix: 'allow this host in the egress rules, or give `trusted-root` (to sign, `signing-config`, too)',
  },
  certificateAuthority: {
    title: 'Fulcio',
    codes: {
      timeout: 'E_FULCIO_TIMEOUT',
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
      network: 'E_RELEASE_UNAVAILABLE',
      unavailable: 'E_RELEASE_UNAVAILABLE',
      response: 'E_RELEASE_RESPONSE',
      rejected: 'E_RELEASE_PERMISSION',
    },
    fix: GITHUB_STATUS,
    rejectedFix:
      "add 'contents: write' to the permissions of THIS job, and run it again:\npermissions:\n  id-token: write\n  contents: write",
  },
}

/** FailureDetails are what an adapter knows of a failed call beside its kind. */
export interface FailureDetails {
  /** Host (and method, path, status) of the call, and the service's own words; made harmless here. */
  readonly text: string
  readonly status?: number
  /** Milliseconds. */
  readonly retryAfter?: number
  /** How often the call may be tried in all, where that is less than its policy allows. */
  readonly tries?: number
  readonly cause?: unknown
}

/** serviceFailure makes the ActionError of a failed call; every kind but `rejected` and `untrusted` is transient. */
export function serviceFailure(service: ServiceName, kind: FailureKind, details: FailureDetails): ActionError {
  const row = rows[service]
  const message = `${row.title}: ${display(details.text)}`
  if (kind === 'rejected') {
    return new ActionError(row.codes.rejected, message, { fix: row.rejectedFix, cause: details.cause })
  }
  if (kind === 'untrusted') {
    const fix = 'if a proxy or a private certificate authority stands there, set NODE_EXTRA_CA_CERTS to its PEM file'
    return new ActionError(row.codes.network, message, { fix, cause: details.cause })
  }
  return new ActionError(row.codes[kind], message, {
    fix: row.fix,
    cause: details.cause,
    transient: {
      ...(details.retryAfter === undefined ? {} : { retryAfter: details.retryAfter }),
      ...(details.tries === undefined ? {} : { tries: details.tries }),
      ...(details.status === 429 ? { rateLimited: true } : {}),
    },
  })
}

/** kindOfStatus tells how an HTTP status that is not a success counts. */
export function kindOfStatus(status: number): FailureKind {
  return status === 408 || status === 429 || status >= 500 ? 'unavailable' : 'rejected'
}
