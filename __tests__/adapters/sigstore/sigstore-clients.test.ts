/* Meets the engine's clients behind our ports with services that work, refuse, break and lie; no error may tell a secret. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { integer, sequence } from '../../../sandbox/der.ts'
import { brokenJson, html, schema, status, type Fault } from '../../../sandbox/faults.ts'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import { readCertificate } from '../../../src/adapters/sigstore/certificate.ts'
import { fulcio } from '../../../src/adapters/sigstore/fulcio.ts'
import { timestampAuthority } from '../../../src/adapters/sigstore/timestamp-authority.ts'
import { transparencyLog } from '../../../src/adapters/sigstore/transparency-log.ts'
import { generateSigningKey } from '../../../src/core/identity/signing-key.ts'
import { requestToken } from '../../sandbox/client.ts'
import { branded } from '../../support/signing.ts'
import type { Certificate, IdentityToken, Sha256 } from '../../../src/core/types.ts'

const { signal } = new AbortController()
const digest = branded<Sha256>('ab'.repeat(32))
const key = generateSigningKey()
const signature = key.signDigest(digest)
let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.close())

async function issue(given?: string): Promise<Certificate> {
  const token = branded<IdentityToken>(given ?? (await requestToken(sandbox)))
  return fulcio({ url: sandbox.urls.fulcio, majorApiVersion: 1 }, readCertificate, 1000).issue(token, key, signal)
}
async function record(version: 1 | 2 = 1) {
  const certificate = await issue()
  const url = version === 1 ? sandbox.urls.rekor : sandbox.urls.rekor2
  const log = transparencyLog({ url, majorApiVersion: version }, 1000)
  return { log, submit: () => log.record({ digest, signature, certificate }, signal) }
}
const stamp = (): Promise<Uint8Array> =>
  timestampAuthority({ url: `${sandbox.urls.tsa}/api/v1/timestamp`, majorApiVersion: 1 }, 1000).timestamp(
    signature,
    signal,
  )

const calls = {
  'fulcio.certificate': () => issue(),
  'rekor.create': async () => (await record()).submit(),
  'tsa.timestamp': stamp,
} as const

/** A TimeStampResp that holds a status and nothing else. */
function timestampStatus(code: number): Fault {
  const body = sequence(sequence(integer(Buffer.of(code))))
  return { kind: 'lie', reply: () => ({ status: 200, headers: {}, body }) }
}

type Row = readonly [keyof typeof calls, string, Fault, string, boolean]
const rows: readonly Row[] = [
  ['fulcio.certificate', 'an outage', status(503), 'E_FULCIO_UNAVAILABLE', true],
  ['fulcio.certificate', 'a reset', { kind: 'reset-before' }, 'E_FULCIO_NETWORK', true],
  ['fulcio.certificate', 'a truncated reply', { kind: 'truncate' }, 'E_FULCIO_NETWORK', true],
  ['fulcio.certificate', 'broken JSON', brokenJson, 'E_FULCIO_RESPONSE', true],
  ['fulcio.certificate', 'no certificate', schema({}), 'E_FULCIO_RESPONSE', true],
  [
    'fulcio.certificate',
    'an empty chain',
    schema({ signedCertificateEmbeddedSct: { chain: { certificates: [] } } }),
    'E_FULCIO_RESPONSE',
    true,
  ],
  [
    'fulcio.certificate',
    'no PEM',
    schema({ signedCertificateEmbeddedSct: { chain: { certificates: ['x'] } } }),
    'E_FULCIO_RESPONSE',
    true,
  ],
  [
    'fulcio.certificate',
    'a refused token',
    schema({ code: 3, message: 'There was an error processing the identity token' }, 400),
    'E_FULCIO_TOKEN_REJECTED',
    false,
  ],
  ['fulcio.certificate', 'a refusal', status(401), 'E_FULCIO_TOKEN_REJECTED', false],
  ['fulcio.certificate', 'a web page', html(413), 'E_FULCIO_REJECTED', false],
  ['rekor.create', 'an outage', html(502), 'E_REKOR_UNAVAILABLE', true],
  ['rekor.create', 'a truncated reply', { kind: 'truncate' }, 'E_REKOR_UNAVAILABLE', true],
  ['rekor.create', 'an empty object', schema({}, 201), 'E_REKOR_RESPONSE', true],
  ['rekor.create', 'two entries', schema({ a: {}, b: {} }, 201), 'E_REKOR_RESPONSE', true],
  [
    'rekor.create',
    'an entry without an index',
    schema({ a: { body: 'e30=', integratedTime: 1, logID: 'ab' } }, 201),
    'E_REKOR_RESPONSE',
    true,
  ],
  [
    'rekor.create',
    'an entry whose body is no JSON',
    schema({ a: { body: 'YQ==', integratedTime: 1, logID: 'ab', logIndex: 1 } }, 201),
    'E_REKOR_RESPONSE',
    true,
  ],
  ['rekor.create', 'a refusal', status(413), 'E_REKOR_REJECTED', false],
  ['rekor.create', 'a conflict about nothing', status(409), 'E_REKOR_CONFLICT', false],
  [
    'rekor.create',
    'a conflict about an entry that is not there',
    status(409, { location: '/api/v1/log/entries/ab' }),
    'E_REKOR_CONFLICT',
    false,
  ],
  ['tsa.timestamp', 'an outage', status(503), 'E_TSA_UNAVAILABLE', true],
  ['tsa.timestamp', 'a reset', { kind: 'reset-before' }, 'E_TSA_UNAVAILABLE', true],
  ['tsa.timestamp', 'a web page', html(), 'E_TSA_RESPONSE', true],
  ['tsa.timestamp', 'an empty answer', status(201), 'E_TSA_RESPONSE', true],
  ['tsa.timestamp', 'a refusal', status(400), 'E_TSA_REJECTED', false],
  ['tsa.timestamp', 'a rejection in the answer', timestampStatus(2), 'E_TSA_REJECTED', false],
  ['tsa.timestamp', 'an answer that it must wait', timestampStatus(3), 'E_TSA_UNAVAILABLE', true],
]

describe('a client', () => {
  it.each(rows)('of %s meets %s', async (route, _, fault, code, passes) => {
    sandbox.faults.always(route, fault)
    const error = await calls[route]().then(
      () => undefined,
      (thrown: unknown) => thrown as Error,
    )
    expect(error).toMatchObject({ code, message: expect.stringMatching(/POST http:\/\/127\.0\.0\.1:\d+\/api/) })
    expect('transient' in (error ?? {}) && error?.['transient' as keyof Error] !== undefined).toBe(passes)
    for (const token of sandbox.tokens) expect(error?.message).not.toContain(token.slice(40))
  })

  it('does not tell a token that Fulcio cannot read', async () => {
    const error = await issue('eyJhbGciOiJub25lIn0.U0VDUkVUU0VDUkVUU0VDUkVU.x').catch(
      (thrown: unknown) => thrown as Error,
    )
    expect((error as Error).message).not.toContain('U0VDUkVU')
  })
})

describe('a certificate', () => {
  it('is for the key that was proved, and says all that Fulcio wrote', async () => {
    const certificate = await issue()
    expect(certificate.publicKey.equals(key.publicKey)).toBe(true)
    expect(certificate).toMatchObject({
      isAuthority: false,
      hasDigitalSignature: true,
      hasCodeSigning: true,
      signedCertificateTimestamps: 1,
      subjectNames: [
        {
          kind: 'uniformResourceIdentifier',
          identity: `https://github.com/${String(sandbox.claims['job_workflow_ref'])}`,
        },
      ],
      issuer: sandbox.urls.oidc,
    })
    expect(certificate.extensions).toMatchObject({
      12: 'https://github.com/octo-org/example-iso',
      20: 'push',
      22: 'public',
    })
    expect(certificate.notAfter - certificate.notBefore).toBe(10 * 60_000)
    expect(certificate.pem).toMatch(/^-----BEGIN CERTIFICATE-----\n[^]*\n-----END CERTIFICATE-----\n$/)
  })

  it.each([
    [{ isAuthority: true }, { isAuthority: true }],
    [{ codeSigning: false }, { hasCodeSigning: false }],
    [{ timestamp: 'none' }, { signedCertificateTimestamps: 0 }],
  ] as const)('with %j is read as it is', async (changes, expected) => {
    Object.assign(sandbox.certificate, changes)
    expect(await issue()).toMatchObject(expected)
  })

  it('that is none is refused', () => {
    expect(() => readCertificate(Buffer.from('no certificate'))).toThrow(
      expect.objectContaining({ code: 'E_BUNDLE_MALFORMED' }),
    )
  })
})

describe('a log', () => {
  it.each([1, 2] as const)('of version %d gives an entry in the form of the bundle', async (version) => {
    const { log, submit } = await record(version)
    const entry = await submit()
    expect(log.majorApiVersion).toBe(version)
    expect(entry.kindVersion).toEqual({ kind: 'hashedrekord', version: `0.0.${String(version)}` })
    expect(entry.inclusionProof?.checkpoint.envelope).toContain('\u2014')
    expect(entry.inclusionPromise === undefined).toBe(version === 2)
  })

  it('that has the entry already gives that one', async () => {
    const { submit } = await record()
    const first = await submit()
    expect((await submit()).logIndex).toBe(first.logIndex)
  })
})
