/* Shows when a call is made again, after what wait, and when no more; with a clock that jumps. */
import { describe, expect, it } from '@jest/globals'
import { callPolicies, retrying } from '../../../src/core/services/retry.ts'
import { serviceFailure } from '../../../src/core/services/service-failure.ts'
import { ActionError, type Transience } from '../../../src/core/shared/errors.ts'
import { newLog } from '../../support/recording-log.ts'
import type { Call, CallPolicy, Clock } from '../../../src/core/types.ts'

const failure = (transient?: Transience): ActionError =>
  new ActionError('E_REKOR_UNAVAILABLE', 'Rekor: 503', {
    fix: 'wait',
    ...(transient === undefined ? {} : { transient }),
  })

/** A clock whose sleeps pass at once, and are written down; chance is always one half. */
function jumpingClock(): Clock & { readonly waits: readonly number[] } {
  let now = 1_000_000
  const waits: number[] = []
  return {
    waits,
    now: () => now,
    random: () => 0.5,
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted()
      if (milliseconds > 0) waits.push(milliseconds)
      now += milliseconds
    },
  }
}

interface Scene extends Partial<Call<string>> {
  readonly policy?: CallPolicy
  readonly run?: AbortSignal
}

/** Makes a call that meets `outcomes` in order: an error, or a result. */
function make(outcomes: readonly (Error | string)[], scene: Scene = {}) {
  const clock = jumpingClock()
  const log = newLog()
  const left = [...outcomes]
  let tries = 0
  const { run = new AbortController().signal, policy = callPolicies.transparencyLog, ...call } = scene
  const policies = { ...callPolicies, transparencyLog: policy }
  const attempt = async (): Promise<string> => {
    tries++
    const outcome = left.shift() ?? ''
    if (outcome instanceof Error) throw outcome
    return outcome
  }
  const result = retrying(
    log,
    run,
    clock,
    policies,
  )({ service: 'transparencyLog', deadline: Infinity, attempt, ...call })
  return { result, clock, log, tries: () => tries }
}

describe('a call', () => {
  it('that succeeds is made once', async () => {
    const { result, log, tries } = make(['entry'])
    expect([await result, tries(), log.infos]).toEqual(['entry', 1, []])
  })

  it('is made again after half of a wait that doubles up to 30 s, each time with a line in the log', async () => {
    const { result, clock, log } = make([...Array.from({ length: 9 }, () => failure({})), 'entry'])
    expect(await result).toBe('entry')
    expect(clock.waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000])
    expect(log.infos[1]).toBe('Trying again in 0.5 s, after try 2: Rekor: 503')
    expect(log.infos).toHaveLength(9)
  })

  it('waits as long as the service asks for, and not less than usual', async () => {
    const { result, clock } = make([failure({ retryAfter: 7000 }), failure({ retryAfter: 1 }), 'entry'])
    await result
    expect(clock.waits).toEqual([7000, 500])
  })

  it.each([
    ['an error that another try does not cure', failure()],
    ['an error that nobody foresaw', new TypeError('oops')],
  ])('is not made again after %s', async (_, error) => {
    const { result, tries } = make([error, 'entry'])
    await expect(result).rejects.toBe(error)
    expect(tries()).toBe(1)
  })

  it('is given up before a wait that would outlast its deadline, with the last error and the number of tries', async () => {
    const { result, tries } = make(
      Array.from({ length: 9 }, () => failure({})),
      { deadline: 1_001_000 },
    )
    await expect(result).rejects.toMatchObject({
      code: 'E_REKOR_UNAVAILABLE',
      message: 'Rekor: 503 (given up after 3 tries)',
      fix: 'wait',
      transient: {},
    })
    expect(tries()).toBe(3)
  })

  it.each([
    ['its policy', { policy: { perTry: 1000, tries: 3 } }, failure({})],
    ['its error', {}, failure({ tries: 3 })],
  ])('is made as often as %s allows', async (_, scene, error) => {
    const { result, tries } = make([error, error, error, 'entry'], scene)
    await expect(result).rejects.toThrow('given up after 3 tries')
    expect(tries()).toBe(3)
  })
})

describe('a rateLimited service', () => {
  it('lets every call to it wait, and no other', async () => {
    const clock = jumpingClock()
    const policies = { ...callPolicies, transparencyLog: { perTry: 1000, tries: 1 } }
    const call = retrying(newLog(), new AbortController().signal, clock, policies)
    const rateLimited = failure({ rateLimited: true, retryAfter: 9000 })
    const once = { deadline: Infinity }
    await expect(
      call({ ...once, service: 'transparencyLog', attempt: () => Promise.reject(rateLimited) }),
    ).rejects.toThrow('503')
    await call({ ...once, service: 'timestampAuthority', attempt: () => Promise.resolve() })
    expect(clock.waits).toEqual([])
    await call({ ...once, service: 'transparencyLog', attempt: () => Promise.resolve() })
    expect(clock.waits).toEqual([9000])
  })
})

describe('a try', () => {
  const never = (): Promise<string> => new Promise(() => undefined)

  it('ends after its time even when nothing ever answers', async () => {
    const { result } = make([], { attempt: never, policy: { perTry: 20, tries: 1 } })
    await expect(result).rejects.toMatchObject({
      code: 'E_REKOR_UNAVAILABLE',
      message: expect.stringContaining('within 0.0 s'),
    })
  })

  it('that ends so says where it went, and what to allow there', async () => {
    const url = 'https://rekor.example/log'
    const { result } = make([], { attempt: never, policy: { perTry: 20, tries: 1 }, url })
    await expect(result).rejects.toMatchObject({
      message: expect.stringContaining(`from ${url}`),
      fix: expect.stringContaining('allow rekor.example:443'),
    })
  })

  it('that only the deadline cut short tells of the failure before it', async () => {
    let tries = 0
    const attempt = (): Promise<string> =>
      ++tries === 1 ? Promise.reject(serviceFailure('token', 'unavailable', { text: 'status 500' })) : never()
    const { result } = make([], { service: 'token', attempt, deadline: 1_000_300 })
    await expect(result).rejects.toMatchObject({
      code: 'E_OIDC_UNAVAILABLE',
      message: expect.stringContaining('status 500'),
    })
  })

  it('is told when to stop by the signal that it gets', async () => {
    let got: AbortSignal | undefined
    const attempt = (signal: AbortSignal): Promise<string> => {
      got = signal
      return never()
    }
    await expect(make([], { attempt, policy: { perTry: 20, tries: 1 } }).result).rejects.toThrow()
    expect(got?.aborted).toBe(true)
  })
})

describe('giving up', () => {
  it('the run ends a call at once, with the reason', async () => {
    const run = new AbortController()
    const { result } = make([], { attempt: () => new Promise(() => undefined), run: run.signal })
    run.abort(new Error('cancelled'))
    await expect(result).rejects.toThrow('cancelled')
  })

  it('one call lets its running try end, for what it did may be public, and makes no other', async () => {
    const stop = new AbortController()
    const late = new Promise<string>((resolve) => setTimeout(() => resolve('entry'), 30))
    const { result } = make([], { attempt: () => late, signal: stop.signal })
    setTimeout(() => stop.abort(new Error('another file failed')), 5)
    expect(await result).toBe('entry')
    const { result: second, tries } = make(['entry'], { signal: stop.signal })
    await expect(second).rejects.toThrow('another file failed')
    expect(tries()).toBe(0)
  })
})
