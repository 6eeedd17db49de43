/* Shows when a subject is signed once more, with which signature and in which time, and what of the first go is told. */
import { describe, expect, it } from '@jest/globals'
import { generateSigningKey } from '../../../src/core/identity/signing-key.ts'
import { serviceFailure } from '../../../src/core/services/service-failure.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import type { PublicEntry } from '../../../src/core/signing/public-entries.ts'
import { signSubject } from '../../../src/core/signing/sign-subject.ts'
import { newLog } from '../../support/recording-log.ts'
import { aLogEntry, aSubject } from '../../support/signing.ts'
import type { Call, Credential, TransparencyLog, Trusted } from '../../../src/core/types.ts'

const conflict = new ActionError('E_REKOR_CONFLICT', '409', { fix: 'none' })
const rejected = serviceFailure('transparencyLog', 'rejected', { text: '400' })
const outage = serviceFailure('transparencyLog', 'unavailable', { text: '503' })
const { certificate } = aSubject().verified
/** The last moment of a sample certificate that counts. */
const END = certificate.notAfter - 2_000
const KEY = generateSigningKey()

interface Scene {
  /** How the log answers, one go after the other. */
  readonly answers: readonly ActionError[]
  readonly deadline?: number
  readonly signal?: AbortSignal
}

async function signed({ answers, deadline = END - 1, signal = new AbortController().signal }: Scene) {
  const left = [...answers]
  const signatures: string[] = []
  const lines = newLog()
  const calls: Pick<Call<unknown>, 'service' | 'url' | 'deadline'>[] = []
  const slept: number[] = []
  const published: PublicEntry[] = []
  const log: TransparencyLog = {
    ...{ url: 'https://rekor.example', majorApiVersion: 1 },
    record: ({ signature }) => {
      signatures.push(Buffer.from(signature).toString('hex'))
      return Promise.reject(left.shift() ?? new Error('asked too often'))
    },
  }
  let credentials = 0
  const current = (): Promise<Credential> => {
    credentials++
    return Promise.resolve({ key: KEY, certificate, claims: {} } as unknown as Credential)
  }
  const call = <T>({ service, url = '', deadline: until, attempt }: Call<T>): Promise<T> => {
    calls.push({ service, url, deadline: until })
    return attempt(signal)
  }
  const clock = { now: () => 1_000, random: () => 0, sleep: (time: number) => Promise.resolve(void slept.push(time)) }
  const error: unknown = await signSubject(
    aSubject('x.iso'),
    {
      ...{ started: 0, deadline, trusted: {} as Trusted, job: { repository: 'o/r', serverUrl: 'https://github.com' } },
      tools: { log: lines, clock, call },
      credentials: { current },
      services: { transparencyLogs: [log], timestampAuthorities: [] },
      pack: (text) => () => text,
      published: (entry) => published.push(entry),
    },
    signal,
  ).catch((reason: unknown) => reason)
  return { error, signatures, calls, slept, published, credentials, infos: lines.infos }
}

describe('an entry that conflicts with one that was taken unheard', () => {
  it('is made once more, at once and with a signature of its own', async () => {
    const { error, signatures, slept, infos } = await signed({ answers: [conflict, rejected] })
    expect(error).toBe(rejected)
    expect(new Set(signatures).size).toBe(2)
    expect(slept).toEqual([])
    expect(infos).toEqual([expect.stringMatching(/'x\.iso'.* stays public/)])
  })

  it('is an error when the next one conflicts, too', async () => {
    const { error, signatures } = await signed({ answers: [conflict, conflict] })
    expect(error).toBe(conflict)
    expect(signatures).toHaveLength(2)
  })

  it('is no reason to sign again once the run is given up', async () => {
    const { error, signatures } = await signed({ answers: [conflict], signal: AbortSignal.abort() })
    expect(error).toBe(conflict)
    expect(signatures).toHaveLength(1)
  })
})

describe('an outage that outlives the certificate', () => {
  it('is waited for until that has run out, and then signed in with the next one and the same signature', async () => {
    const again = await signed({ answers: [outage, rejected], deadline: END + 1 })
    const { error, signatures, slept, credentials, infos } = again
    expect(infos).toEqual([])
    expect(error).toBe(rejected)
    expect(slept).toEqual([END - 1_000])
    expect(credentials).toBe(2)
    expect(new Set(signatures).size).toBe(1)
  })

  it.each([END, END - 1])('is an error where the budget ends first: at %d', async (deadline) => {
    const { error, credentials } = await signed({ answers: [outage], deadline })
    expect(error).toBe(outage)
    expect(credentials).toBe(1)
  })

  it('is not one that another try would not help', async () => {
    const { error, credentials } = await signed({ answers: [rejected], deadline: END + 1 })
    expect(error).toBe(rejected)
    expect(credentials).toBe(1)
  })
})

describe('a log', () => {
  it.each([
    [END + 1, END],
    [END - 1, END - 1],
  ])('is asked no longer than budget (%d) and certificate last: %d', async (deadline, until) => {
    const { calls } = await signed({ answers: [rejected], deadline })
    expect(calls).toEqual([{ service: 'transparencyLog', url: 'https://rekor.example', deadline: until }])
  })

  it('that may have taken an entry unheard is told of, with the name of the file', async () => {
    const { published } = await signed({ answers: [outage] })
    expect(published).toEqual([{ name: 'x.iso', logUrl: 'https://rekor.example' }])
  })
})

it('an entry is told of as soon as it is public, though no timestamp comes for it', async () => {
  const published: PublicEntry[] = []
  const refusal = serviceFailure('timestampAuthority', 'rejected', { text: '400' })
  const services: string[] = []
  const signing = signSubject(
    aSubject('x.iso'),
    {
      ...{
        started: 0,
        deadline: 1,
        pack: (text: string) => () => text,
        trusted: {} as Trusted,
        job: { repository: 'o/r', serverUrl: 'https://github.com' },
      },
      tools: {
        log: newLog(),
        clock: { now: () => 0, random: () => 0, sleep: () => Promise.resolve() },
        call: ({ service, attempt }) => {
          services.push(service)
          return attempt(new AbortController().signal)
        },
      },
      credentials: { current: () => Promise.resolve({ key: KEY, certificate, claims: {} } as unknown as Credential) },
      services: {
        transparencyLogs: [
          { url: 'https://rekor.example', majorApiVersion: 1, record: () => Promise.resolve(aLogEntry(1, '7')) },
        ],
        timestampAuthorities: [{ url: 'https://tsa.example', timestamp: () => Promise.reject(refusal) }],
      },
      pack: (text) => () => text,
      published: (entry) => published.push(entry),
    },
    new AbortController().signal,
  )
  await expect(signing).rejects.toBe(refusal)
  expect(published).toEqual([{ name: 'x.iso', logIndex: '7', logUrl: 'https://rekor.example' }])
  expect(services).toEqual(['transparencyLog', 'timestampAuthority'])
})
