/* Shows what is told to be public, for sure or perhaps, when a log gives no entry: only what may have reached it. */
import { expect, it } from '@jest/globals'
import { generateSigningKey } from '../../../src/core/identity/signing-key.ts'
import { serviceFailure, type FailureKind } from '../../../src/core/services/service-failure.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import type { PublicEntry } from '../../../src/core/signing/public-entries.ts'
import { signSubject } from '../../../src/core/signing/sign-subject.ts'
import { newLog } from '../../support/recording-log.ts'
import { aSubject } from '../../support/signing.ts'
import type { Call, Credential, TransparencyLog, Trusted } from '../../../src/core/types.ts'

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
  const { certificate } = aSubject().verified
  const credential = { key: generateSigningKey(), certificate, claims: {} } as unknown as Credential
  const published: PublicEntry[] = []
  const signing = signSubject(
    aSubject(),
    {
      tools: { log: newLog(), clock: { now: () => 0, random: () => 0, sleep: () => Promise.resolve() }, call },
      credentials: { current: () => Promise.resolve(credential) },
      services: { transparencyLogs: [log], timestampAuthorities: [] },
      trusted: {} as Trusted,
      job: { repository: 'octo/repo', serverUrl: 'https://github.com' },
      started: 0,
      deadline: 60_000,
      pack: (text) => () => text,
      published: (entry) => published.push(entry),
    },
    new AbortController().signal,
  )
  await expect(signing).rejects.toMatchObject({ message: expect.stringContaining(kinds.at(-1) ?? '') })
  expect(published).toHaveLength(expected)
})
