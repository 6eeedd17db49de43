/* Goes through every service and kind of failure: which code a run ends with, and which way out it names. */
import { describe, expect, it } from '@jest/globals'
import { serviceFailure, type FailureKind } from '../../../src/core/services/service-failure.ts'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import type { ServiceName } from '../../../src/core/types.ts'

const kinds: readonly FailureKind[] = [
  ...(['timeout', 'unreachable', 'blocked', 'untrusted'] as const),
  ...(['network', 'unavailable', 'response', 'rejected'] as const),
]

/** The codes, in the order of the kinds. */
const codes: Readonly<Record<ServiceName, readonly ErrorCode[]>> = {
  token: [
    ...(['E_OIDC_TIMEOUT', 'E_OIDC_UNAVAILABLE', 'E_OIDC_UNAVAILABLE', 'E_OIDC_UNAVAILABLE'] as const),
    ...(['E_OIDC_UNAVAILABLE', 'E_OIDC_UNAVAILABLE', 'E_OIDC_RESPONSE', 'E_OIDC_PERMISSION'] as const),
  ],
  trustRoot: [
    ...(['E_TUF_UNAVAILABLE', 'E_TUF_UNAVAILABLE', 'E_TUF_BLOCKED', 'E_TUF_UNAVAILABLE'] as const),
    ...(['E_TUF_UNAVAILABLE', 'E_TUF_UNAVAILABLE', 'E_TUF_RESPONSE', 'E_TUF_BLOCKED'] as const),
  ],
  certificateAuthority: [
    ...(['E_FULCIO_TIMEOUT', 'E_FULCIO_NETWORK', 'E_FULCIO_NETWORK', 'E_FULCIO_NETWORK'] as const),
    ...(['E_FULCIO_NETWORK', 'E_FULCIO_UNAVAILABLE', 'E_FULCIO_RESPONSE', 'E_FULCIO_REJECTED'] as const),
  ],
  transparencyLog: [
    ...(['E_REKOR_UNAVAILABLE', 'E_REKOR_UNAVAILABLE', 'E_REKOR_UNAVAILABLE', 'E_REKOR_UNAVAILABLE'] as const),
    ...(['E_REKOR_UNAVAILABLE', 'E_REKOR_UNAVAILABLE', 'E_REKOR_RESPONSE', 'E_REKOR_REJECTED'] as const),
  ],
  timestampAuthority: [
    ...(['E_TSA_UNAVAILABLE', 'E_TSA_UNAVAILABLE', 'E_TSA_UNAVAILABLE', 'E_TSA_UNAVAILABLE'] as const),
    ...(['E_TSA_UNAVAILABLE', 'E_TSA_UNAVAILABLE', 'E_TSA_RESPONSE', 'E_TSA_REJECTED'] as const),
  ],
  artifactStore: [
    ...(['E_UPLOAD_STALLED', 'E_UPLOAD_UNAVAILABLE', 'E_UPLOAD_UNAVAILABLE', 'E_UPLOAD_UNAVAILABLE'] as const),
    ...(['E_UPLOAD_UNAVAILABLE', 'E_UPLOAD_UNAVAILABLE', 'E_UPLOAD_RESPONSE', 'E_UPLOAD_PERMISSION'] as const),
  ],
  release: [
    ...(['E_RELEASE_UNAVAILABLE', 'E_RELEASE_UNAVAILABLE', 'E_RELEASE_UNAVAILABLE', 'E_RELEASE_UNAVAILABLE'] as const),
    ...(['E_RELEASE_UNAVAILABLE', 'E_RELEASE_UNAVAILABLE', 'E_RELEASE_RESPONSE', 'E_RELEASE_PERMISSION'] as const),
  ],
}
const rows = Object.entries(codes).flatMap(([service, row]) =>
  kinds.map((kind, index) => [service as ServiceName, kind, row[index]] as const),
)

const fixOf = (service: ServiceName, kind: FailureKind, url?: string): string =>
  serviceFailure(service, kind, { text: 'x', ...(url === undefined ? {} : { url }) }).fix

it.each(rows)('a failure of %s of kind %s ends in %s', (service, kind, code) => {
  expect(serviceFailure(service, kind, { text: 'x' }).code).toBe(code)
})

describe('the way out', () => {
  it.each<[ServiceName, string]>([
    ['token', 'id-token: write'],
    ['trustRoot', 'trusted-root'],
    ['certificateAuthority', 'issuer and audience'],
    ['transparencyLog', 'hashedrekord'],
    ['timestampAuthority', 'timestamp authority URL'],
    ['artifactStore', 'upload-artifact: false'],
    ['release', 'contents: write'],
  ])('of a call that %s rejects names %s', (service, part) => {
    expect(fixOf(service, 'rejected')).toContain(part)
  })

  it.each<[ServiceName, string]>([
    ['token', 'www.githubstatus.com'],
    ['trustRoot', 'trusted-root'],
    ['certificateAuthority', 'status.sigstore.dev'],
    ['transparencyLog', 'status.sigstore.dev'],
    ['timestampAuthority', 'status.sigstore.dev'],
    ['artifactStore', 'www.githubstatus.com'],
    ['release', 'www.githubstatus.com'],
  ])('of a call that %s does not answer well names %s', (service, part) => {
    for (const kind of ['network', 'unavailable', 'response', 'timeout'] as const) {
      expect(fixOf(service, kind)).toContain(part)
    }
  })

  it('of a token that the release does not accept is the own token of the job, no permission', () => {
    const { fix } = serviceFailure('release', 'rejected', { text: 'x', status: 401 })
    expect(fix).toContain("'github-token'")
    expect(fix).not.toContain('contents: write')
    expect(serviceFailure('token', 'rejected', { text: 'x', status: 401 }).fix).toContain('id-token: write')
  })

  it('of an unvouched server is a certificate of its authority, whatever the service', () => {
    for (const service of Object.keys(codes) as ServiceName[]) {
      expect(fixOf(service, 'untrusted')).toContain('NODE_EXTRA_CA_CERTS')
    }
  })

  it.each(['unreachable', 'blocked'] as const)('of kind %s is another one only where there is one', (kind) => {
    expect(fixOf('trustRoot', kind)).toMatch(/, or give `trusted-root`/)
    expect(fixOf('transparencyLog', kind, 'https://rekor.example')).toMatch(/(?:DNS\)|HTTPS_PROXY)$/)
  })

  it('of kind unreachable is not that of kind blocked', () => {
    expect(fixOf('token', 'unreachable')).toContain('egress rules')
    expect(fixOf('token', 'blocked')).toContain('HTTPS_PROXY')
  })

  it('of kind unreachable names no host that nobody knows', () => {
    expect(fixOf('token', 'unreachable')).toMatch(/^allow its host and port in /)
  })
})

it('a failure of which nothing is known says nothing of the next try', () => {
  const { transient } = serviceFailure('token', 'unavailable', { text: 'x', status: 500 })
  expect(transient).toStrictEqual({})
})

it.each<[ServiceName, string]>([
  ['certificateAuthority', 'Fulcio: x'],
  ['transparencyLog', 'Rekor: x'],
])('a failure of %s says whose it is', (service, message) => {
  expect(serviceFailure(service, 'network', { text: 'x' }).message).toBe(message)
})

it('a failure keeps its cause', () => {
  const cause = new Error('ECONNRESET')
  expect(serviceFailure('token', 'network', { text: 'x', cause }).cause).toBe(cause)
})
