import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { preflight } from '../../../src/core/services/preflight.ts'
import { retrying } from '../../../src/core/services/retry.ts'
import { serviceFailure, type FailureKind } from '../../../src/core/services/service-failure.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import type { Reachable, SignServices } from '../../../src/core/types.ts'
import { newLog } from '../../support/recording-log.ts'

type Reach = Reachable['reach']

const never = (): Promise<never> => Promise.reject(new Error('only looked at'))
const answers: Reach = () => Promise.resolve()
const silent: Reach = () => new Promise(() => undefined)
/** As a client does that gives up with the reason of its signal. */
const givingUp: Reach = (signal) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error)
    })
  })
const failing =
  (kind: FailureKind, text: string, url: string): Reach =>
  async () => {
    await wait(20)
    throw serviceFailure('transparencyLog', kind, { text, url })
  }

const FULCIO = 'https://fulcio.example'
const REKOR = 'https://rekor.example:8443/'
const TSA = 'https://tsa.example/api/v1/timestamp'

const services = (fulcio: Reach, rekor: Reach = answers, tsa: Reach = answers): SignServices => ({
  certificateAuthority: { url: FULCIO, reach: fulcio, issue: never },
  transparencyLogs: [{ url: REKOR, majorApiVersion: 1, reach: rekor, record: never }],
  timestampAuthorities: [{ url: TSA, reach: tsa, timestamp: never }],
})

/** The ActionError that the work ends with. */
async function failureOf(work: Promise<void>): Promise<ActionError> {
  const error: unknown = await work.catch((reason: unknown) => reason)
  if (error instanceof ActionError) return error
  throw new Error('it did not fail as it should')
}

/** Looks for at most `budget` milliseconds. */
async function look(given: SignServices, budget = 30_000, ofRun = new AbortController().signal): Promise<void> {
  const call = retrying(newLog(), ofRun)
  await preflight(given, { call }, Date.now() + budget, ofRun)
}

describe('preflight', () => {
  it.concurrent('passes when everyone answers, in the end', async () => {
    let tries = 0
    const second: Reach = async () => {
      if (++tries === 1) throw serviceFailure('certificateAuthority', 'unreachable', { text: 'no', url: FULCIO })
    }
    await look(services(second))
    expect(tries).toBe(2)
  })

  it.concurrent(
    'names host, port and cause of each that is out of reach, what to allow for it, and all that the run needs',
    async () => {
      const error = await failureOf(
        look(services(answers, failing('blocked', 'proxy', REKOR), failing('untrusted', 'stranger', TSA))),
      )
      expect(error.code).toBe('E_UNREACHABLE')
      expect(error.message).toMatch(/\nrekor\.example:8443: Rekor: proxy.*\ntsa\.example:443: Rekor: stranger/)
      expect(error.message).not.toContain('fulcio.example')
      expect(error.fix).toMatch(
        /allow rekor\.example:8443 in the proxy[^]*NODE_EXTRA_CA_CERTS[^]*needs fulcio\.example:443, rekor\.example:8443, tsa\.example:443$/,
      )
    },
  )

  it.concurrent(
    'waits for nobody once one is out of reach for good, and still names whom nobody had heard of',
    async () => {
      const began = Date.now()
      const flaky = failing('unreachable', 'no such name', FULCIO)
      const error = await failureOf(look(services(flaky, silent, failing('blocked', 'proxy', TSA))))
      expect(error.message).toMatch(
        /fulcio\.example:443: .*no such name.*\nrekor\.example:8443: .*no answer.*\ntsa\.example:443: .*proxy/,
      )
      expect(Date.now() - began).toBeLessThan(8_000)
    },
  )

  it('tells of one that it gave up only that it had not answered, not why another failed', async () => {
    const error = await failureOf(look(services(answers, givingUp, failing('blocked', 'proxy', TSA))))
    expect(error.message).toMatch(
      /\nrekor\.example:8443: .*no answer until another service failed\ntsa\.example:443: .*proxy/,
    )
    expect(error.fix).toContain('allow rekor.example:8443 in them')
  })

  it.concurrent('tries again until the budget is used up', async () => {
    let tries = 0
    const count: Reach = (signal) => {
      tries++
      return failing('unreachable', 'no such name', FULCIO)(signal)
    }
    const error = await failureOf(look(services(count), 2_500))
    expect([error.code, error.message]).toEqual(['E_UNREACHABLE', expect.stringContaining('given up after')])
    expect(tries).toBeGreaterThan(1)
  })

  it.concurrent('ends with the reason of a run that is given up', async () => {
    const run = new AbortController()
    const cancelled = new ActionError('E_CANCELLED', 'Cancelled', { fix: 'run it again' })
    setTimeout(() => run.abort(cancelled), 50)
    await expect(look(services(silent), 30_000, run.signal)).rejects.toBe(cancelled)
  })
})
