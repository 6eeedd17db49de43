/*
 * Puts logs and timestamp authorities before the built action that answer falsely: nothing may be written, and what is
 * public by then is told. The numbers are those of the fault matrix.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { pem } from '../../../sandbox/certificate.ts'
import { lieJson, type Json } from '../../../sandbox/faults.ts'
import type { Reply } from '../../../sandbox/routes.ts'
import type { Sandbox, SandboxOptions } from '../../../sandbox/sandbox.ts'
import { expectRefused, inScene, warningsOf } from '../sign-scene.ts'

type Lie = readonly [code: string, prepare: (sandbox: Sandbox) => void, options?: SandboxOptions]
type Fields = Readonly<Record<string, Json>>

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Changes in the entry that Rekor shows, and in what stands under its `verification` and `inclusionProof`. */
function entryLie(change: (entry: Fields, verification: Fields, proof: Fields) => Fields): (sandbox: Sandbox) => void {
  const lie = lieJson((body) => {
    const [uuid, value] = Object.entries(fields(body))[0] ?? ['', null]
    const entry = fields(value)
    const verification = fields(entry['verification'])
    return { [uuid]: { ...entry, ...change(entry, verification, fields(verification['inclusionProof'])) } }
  })
  return ({ faults }) => faults.always('rekor.create', lie)
}
const proofLie = (change: (proof: Fields) => Fields): ((sandbox: Sandbox) => void) =>
  entryLie((_, verification, proof) => ({
    verification: { ...verification, inclusionProof: { ...proof, ...change(proof) } },
  }))
const checkpointLie = (change: (checkpoint: string) => string): ((sandbox: Sandbox) => void) =>
  proofLie(({ checkpoint }) => ({ checkpoint: change(checkpoint as string) }))
const bodyLie = (from: RegExp, to: string): ((sandbox: Sandbox) => void) =>
  entryLie(({ body }) => ({
    body: Buffer.from(
      Buffer.from(body as string, 'base64')
        .toString()
        .replace(from, to),
    ).toString('base64'),
  }))
const other = 'ab'.repeat(32)
const ended = { start: '2020-01-01T00:00:00Z', end: '2021-01-01T00:00:00Z' }

/** A certificate of the sandbox that is not the signer's, as Rekor shows certificates: base64 of PEM. */
function anotherCertificate({ trustedRootPath }: Sandbox): string {
  const [, rawBytes = ''] =
    /"rawBytes": "([^"]+)"/.exec(readFileSync(trustedRootPath, 'utf8').split('certChain')[1] ?? '') ?? []
  return Buffer.from(pem(Buffer.from(rawBytes, 'base64'))).toString('base64')
}

const entries: Readonly<Record<string, Lie>> = {
  'V2 under a certificate of an unknown authority': [
    'E_CERT_CHAIN',
    () => undefined,
    { trustedRoot: (root) => ({ ...root, certificateAuthorities: root['timestampAuthorities'] }) },
  ],
  'V3 under a certificate with a false SCT': [
    'E_CERT_SCT',
    ({ certificate }) => void (certificate.timestamp = 'wrong'),
  ],
  'V10 about another digest': ['E_REKOR_MISMATCH', bodyLie(/"value":"\w+"/, `"value":"${other}"`)],
  'V10 about another signature': [
    'E_REKOR_MISMATCH',
    bodyLie(/"signature":\{"content":"[^"]{8}/, '"signature":{"content":"MEQCIAAA'),
  ],
  'V10 about another certificate': [
    'E_REKOR_MISMATCH',
    (sandbox) => {
      bodyLie(/"publicKey":\{"content":"[^"]+"/, `"publicKey":{"content":"${anotherCertificate(sandbox)}"`)(sandbox)
    },
  ],
  'V11 with a false SET': [
    'E_REKOR_SET',
    entryLie((_, verification) => ({ verification: { ...verification, signedEntryTimestamp: 'MEUCIQ==' } })),
  ],
  'V11 without a SET': [
    'E_REKOR_SET',
    entryLie((_, { inclusionProof = null }) => ({ verification: { inclusionProof } })),
  ],
  'V12 with a false hash': [
    'E_REKOR_PROOF',
    proofLie(({ hashes }) => ({ hashes: [other, ...(hashes as readonly Json[]).slice(1)] })),
  ],
  'V12 without a proof': [
    'E_REKOR_PROOF',
    entryLie((_, { signedEntryTimestamp = null }) => ({ verification: { signedEntryTimestamp } })),
  ],
  'V12 beyond the tree': ['E_REKOR_PROOF', proofLie(({ treeSize = null }) => ({ logIndex: treeSize }))],
  'V12 at a negative place': ['E_REKOR_PROOF', proofLie(() => ({ logIndex: -1 }))],
  'V13 with a false checkpoint signature': [
    'E_REKOR_CHECKPOINT',
    checkpointLie((text) => text.replace(/(\u2014 \S+ \S{8})\S{8}/, '$1AAAAAAAA')),
  ],
  'V13 with the checkpoint of another log': [
    'E_REKOR_CHECKPOINT',
    checkpointLie((text) => text.replace(/(\u2014 \S+ )\S{5}/, '$1AAAAA')),
  ],
  'V13 with an unsigned checkpoint': ['E_REKOR_CHECKPOINT', checkpointLie((text) => text.replace(/\u2014.*\n/, ''))],
  'V14 of a year ago': ['E_REKOR_TIME', ({ clock }) => void (clock.rekor = -365 * 24 * HOUR)],
  'V14 of just before the certificate': ['E_REKOR_TIME', ({ clock }) => void (clock.rekor = -MINUTE / 2)],
  'V14 of no time at all': ['E_REKOR_TIME', entryLie(() => ({ integratedTime: 9_000_000_000_000_000 }))],
  'V16 of a log whose key has ended': [
    'E_REKOR_KEY',
    () => undefined,
    {
      trustedRoot: (root) => ({
        ...root,
        tlogs: (root['tlogs'] as readonly Fields[]).map((log) => ({
          ...log,
          publicKey: { ...fields(log['publicKey']), validFor: ended },
        })),
      }),
    },
  ],
}

const timestamps: Readonly<Record<string, Lie>> = {
  'of an hour later': ['E_TIME', ({ clock }) => void (clock.tsa = HOUR)],
  'of another signature': [
    'E_TIMESTAMP',
    ({ faults }) => {
      faults.always('tsa.timestamp', {
        kind: 'lie',
        request: (request) => {
          const asked = JSON.parse(request.body.toString()) as Fields
          return {
            ...request,
            body: Buffer.from(JSON.stringify({ ...asked, artifactHash: Buffer.alloc(32).toString('base64') })),
          }
        },
      })
    },
  ],
  'of an unknown authority': [
    'E_TIMESTAMP',
    () => undefined,
    { trustedRoot: (root) => ({ ...root, timestampAuthorities: root['certificateAuthorities'] }) },
  ],
}

describe.each(Object.entries({ 'log entry': entries, timestamp: timestamps }))('a %s', (_, rows) => {
  it.concurrent.each(Object.entries(rows))('%s is never written', (__, [code, prepare, options = {}]) =>
    inScene(options, async (scene) => {
      prepare(scene.sandbox)
      const run = await scene.sign()
      expectRefused(run, code)
      expect(warningsOf(run)).toEqual([expect.stringMatching(/public already.*log index 10000\d\d/)])
    }),
  )
})

it.concurrent('V15 an older entry of the log, shown again, is no entry', () =>
  inScene({ files: { 'x.iso': 'an image', 'y.iso': 'an image' } }, async (scene) => {
    let first: Reply | undefined
    scene.sandbox.faults.always('rekor.create', { kind: 'lie', reply: (reply) => (first ??= reply) })
    scene.sandbox.clock.rekor = 0
    expect((await scene.sign({ with: { files: 'y.iso' } })).exitCode).toBe(0)
    expectRefused(await scene.sign(), 'E_REKOR_MISMATCH')
  }),
)

function fields(value: Json | undefined): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}
