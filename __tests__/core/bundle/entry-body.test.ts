/* Goes through what a logged body must be about: this digest, signature and certificate, in the words of its version. */
import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { newForge } from '../../../sandbox/forge.ts'
import { parseBundle } from '../../../src/core/bundle/bundle.ts'
import { assertEntry, type ExpectedEntry } from '../../../src/core/bundle/log-entry.ts'
import { readLogEntry } from '../../../src/core/bundle/read-log-entry.ts'
import { readJson } from '../../../src/core/shared/json.ts'
import { aLogEntry } from '../../support/signing.ts'
import type { DigestAlgorithm, LogEntry } from '../../../src/core/types.ts'

const forge = await newForge()
const leafOf = async (): Promise<Buffer> => Buffer.from(parseBundle(JSON.stringify(await forge.bundle())).certificate)
const [certificate, otherCertificate] = [await leafOf(), await leafOf()]
const signature = Buffer.from('signature')
const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64')
const BYTES = { sha256: 32, sha384: 48, sha512: 64 }
const digestOf = (algorithm: DigestAlgorithm, byte = 0xab): Buffer => Buffer.alloc(BYTES[algorithm], byte)
const matter = (algorithm: DigestAlgorithm = 'sha256', byte?: number): ExpectedEntry => ({
  ...{ certificate, signature },
  digest: { algorithm, hex: digestOf(algorithm, byte).toString('hex') },
})

const spec1 = (algorithm = 'sha256', digest = digestOf('sha256'), der = certificate): unknown => ({
  data: { hash: { algorithm, value: digest.toString('hex') } },
  signature: { content: base64(signature), publicKey: { content: base64(new X509Certificate(der).toString()) } },
})
const spec2 = (algorithm = 'SHA2_256', digest = digestOf('sha256'), der = certificate): unknown => ({
  hashedRekordV002: {
    data: { algorithm, digest: base64(digest) },
    signature: { content: base64(signature), verifier: { x509Certificate: { rawBytes: base64(der) } } },
  },
})
const entry = (version: 1 | 2, spec: unknown, changes: Readonly<Record<string, unknown>> = {}): LogEntry => ({
  ...aLogEntry(version),
  canonicalizedBody: base64(
    JSON.stringify({ kind: 'hashedrekord', apiVersion: `0.0.${String(version)}`, spec, ...changes }),
  ),
})
const mismatch = expect.objectContaining({ code: 'E_REKOR_MISMATCH' })

describe('a logged body', () => {
  it.each(['sha256', 'sha384', 'sha512'] as const)('of a %s digest is taken in both versions', (algorithm) => {
    const digest = digestOf(algorithm)
    const name2 = algorithm.replace('sha', 'SHA2_')
    expect(() => assertEntry(entry(1, spec1(algorithm, digest)), matter(algorithm))).not.toThrow()
    expect(() => assertEntry(entry(2, spec2(name2, digest)), matter(algorithm))).not.toThrow()
  })

  it.each<[string, LogEntry, ExpectedEntry]>([
    ['of another digest', entry(1, spec1()), matter('sha256', 0xcd)],
    ['of another digest in v2', entry(2, spec2()), matter('sha256', 0xcd)],
    ['of a digest of another algorithm', entry(1, spec1('sha512')), matter()],
    ['of an algorithm that nobody knows', entry(1, spec1('md5')), matter()],
    ['of another signature', entry(1, spec1()), { ...matter(), signature: Buffer.from('other') }],
    ['of another certificate', entry(1, spec1('sha256', digestOf('sha256'), otherCertificate)), matter()],
    ['of another certificate in v2', entry(2, spec2('SHA2_256', digestOf('sha256'), otherCertificate)), matter()],
    ['of another kind than its entry says', entry(1, spec1(), { kind: 'rekord' }), matter()],
    ['of another version than its entry says', entry(1, spec1(), { apiVersion: '0.0.2' }), matter()],
    [
      'that is no hashedrekord, as its entry says',
      { ...entry(1, spec1(), { kind: 'dsse' }), kindVersion: { kind: 'dsse', version: '0.0.1' } },
      matter(),
    ],
    [
      'with something else for a certificate',
      entry(1, {
        ...(spec1() as object),
        signature: { content: base64(signature), publicKey: { content: base64('precious') } },
      }),
      matter(),
    ],
    ['without a spec', entry(1, undefined), matter()],
    ['that is no JSON', { ...aLogEntry(), canonicalizedBody: base64('{') }, matter()],
  ])('%s is refused', (_, candidate, expected) => {
    expect(() => assertEntry(candidate, expected)).toThrow(mismatch)
  })
})

it('what protobuf leaves out of an entry is zero, or nothing', () => {
  const bare = {
    logId: { keyId: 'a2V5' },
    kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
    inclusionProof: { rootHash: 'cm9vdA==' },
    canonicalizedBody: 'Ym9keQ==',
  }
  const read = readLogEntry(
    readJson(bare, (path, problem) => {
      throw new Error(`${path} ${problem}`)
    }),
  )
  expect(read).toEqual({
    ...{ logIndex: '0', integratedTime: '0', logId: bare.logId, kindVersion: bare.kindVersion },
    canonicalizedBody: 'Ym9keQ==',
    inclusionProof: {
      ...{ logIndex: '0', treeSize: '0', rootHash: 'cm9vdA==', hashes: [] },
      checkpoint: { envelope: '' },
    },
  })
})
