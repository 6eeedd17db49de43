/* Shows how a file is signed, and what is told to be public, for sure or perhaps, when a log gives no entry. */
import { createHash, verify } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from '@jest/globals'
import { generateSigningKey } from '../../../src/core/identity/signing-key.ts'
import { serviceFailure, type FailureKind } from '../../../src/core/services/service-failure.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import type { PublicEntry } from '../../../src/core/signing/public-entries.ts'
import { signSubject, type SubjectPorts } from '../../../src/core/signing/sign-subject.ts'
import { newLog } from '../../support/recording-log.ts'
import { aSubject, branded } from '../../support/signing.ts'
import { newDirectory } from '../../support/workspace.ts'
import type { Call, Credential, Sha256, SigningKey, TransparencyLog, Trusted } from '../../../src/core/types.ts'

const failure = (kind: FailureKind): ActionError => serviceFailure('transparencyLog', kind, { text: kind })

/** Tries for as long as a failure may pass. */
async function call<T>({ attempt }: Call<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt(new AbortController().signal)
    } catch (error) {
      if (!(error instanceof ActionError) || error.transient === undefined) throw error
    }
  }
}

const { signal } = new AbortController()

interface Scene {
  readonly log: TransparencyLog
  readonly key?: SigningKey
  readonly published?: PublicEntry[]
}

function portsOf({ log, key = generateSigningKey(), published = [] }: Scene): SubjectPorts {
  const { certificate } = aSubject().verified
  const credential = { key, certificate, claims: {} } as unknown as Credential
  return {
    tools: { log: newLog(), clock: { now: () => 0, random: () => 0, sleep: () => Promise.resolve() }, call },
    credentials: { current: () => Promise.resolve(credential) },
    services: { transparencyLogs: [log], timestampAuthorities: [] },
    trusted: {} as Trusted,
    job: { repository: 'octo/repo', serverUrl: 'https://github.com' },
    started: 0,
    deadline: 60_000,
    pack: (text) => () => text,
    published: (entry) => published.push(entry),
  }
}

it.each<[readonly FailureKind[], number]>([
  [['rejected'], 0],
  [['blocked'], 0],
  [['untrusted'], 0],
  [['unreachable', 'unreachable', 'rejected'], 0],
  [['network', 'rejected'], 1],
  [['unreachable', 'timeout', 'unreachable', 'blocked'], 1],
  [['unavailable', 'untrusted'], 1],
])('a log that fails with %j may have taken %d entry', async (kinds, expected) => {
  const left = kinds.map(failure)
  const record = (): Promise<never> => Promise.reject(left.shift() ?? new Error('asked too often'))
  const log: TransparencyLog = { url: 'https://rekor.example', majorApiVersion: 1, record }
  const published: PublicEntry[] = []
  const signing = signSubject(aSubject(), portsOf({ log, published }), signal)
  await expect(signing).rejects.toMatchObject({ message: expect.stringContaining(kinds.at(-1) ?? '') })
  expect(published).toHaveLength(expected)
})

it('a subject says when only its log entry is missing', async () => {
  const events: string[] = []
  const refuse: ((reason: Error) => void)[] = []
  const record = (): Promise<never> => new Promise((_, reject) => refuse.push(reject))
  const log: TransparencyLog = { url: 'https://rekor.example', majorApiVersion: 1, record }
  const stamp = async (): Promise<Uint8Array> => {
    events.push('stamp')
    return new Uint8Array()
  }
  const scene = portsOf({ log })
  const signing = signSubject(
    aSubject(),
    {
      ...scene,
      services: { ...scene.services, timestampAuthorities: [{ url: 'https://tsa.example', timestamp: stamp }] },
      timestamped: () => {
        events.push('timestamped')
        for (const each of refuse) each(failure('rejected'))
      },
    },
    signal,
  )
  await expect(signing).rejects.toMatchObject({ code: 'E_REKOR_REJECTED' })
  expect(events).toEqual(['stamp', 'timestamped'])
})

it.each([
  ['over its bytes, where they are few', 'an image', 'signMessage'],
  ['over its digest, where they are not', Buffer.alloc(1024 * 1024 + 1), 'signDigest'],
])('a file is signed %s', async (_, content, way) => {
  const file = path.join(newDirectory(), 'x.iso')
  writeFileSync(file, content)
  const sha256: Sha256 = branded(createHash('sha256').update(content).digest('hex'))
  const key = generateSigningKey()
  const ways: string[] = []
  const signatures: Uint8Array[] = []
  const signed: SigningKey = {
    publicKey: key.publicKey,
    signMessage: (message) => {
      ways.push('signMessage')
      return key.signMessage(message)
    },
    signDigest: (digest, options) => {
      ways.push('signDigest')
      return key.signDigest(digest, options)
    },
  }
  const log: TransparencyLog = {
    ...{ url: 'https://rekor.example', majorApiVersion: 1 },
    record: ({ signature }) => {
      signatures.push(signature)
      return Promise.reject(failure('rejected'))
    },
  }
  const subject = aSubject('x.iso', { path: file, size: content.length, sha256 })
  await expect(signSubject(subject, portsOf({ key: signed, log }), signal)).rejects.toMatchObject({
    code: 'E_REKOR_REJECTED',
  })
  expect(ways).toEqual([way])
  expect(signatures.map((signature) => verify('sha256', Buffer.from(content), key.publicKey, signature))).toEqual([
    true,
  ])
})
