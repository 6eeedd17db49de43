/* Shows the edges of a call's time: its last try, what that tells, and what a call that is given up still gets. */
import { describe, expect, it } from '@jest/globals'
import { callPolicies, retrying, systemClock } from '../../../src/core/services/retry.ts'
import { serviceFailure } from '../../../src/core/services/service-failure.ts'
import type { ActionError } from '../../../src/core/shared/errors.ts'
import { newLog } from '../../support/recording-log.ts'
import type { Call, Clock } from '../../../src/core/types.ts'

const START = 1_000_000

/** A clock whose sleeps pass at once, and are written down; chance is always one half. */
function jumpingClock(): Clock & { readonly waits: readonly number[] } {
  let now = START
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

const down = (retryAfter?: number): ActionError =>
  serviceFailure('token', 'unavailable', { text: 'status 500', ...(retryAfter === undefined ? {} : { retryAfter }) })
const never = (): Promise<string> => new Promise(() => undefined)

/** The table, with other bounds around the token's calls. */
const policiesWith = (perTry = callPolicies.token.perTry, tries?: number): typeof callPolicies => ({
  ...callPolicies,
  token: { perTry, ...(tries === undefined ? {} : { tries }) },
})

/** Makes a call of which each try fails, or is what `attempt` makes of its number. */
function make(
  scene: Partial<Call<string>> & {
    readonly run?: AbortSignal
    readonly clock?: Clock
    readonly most?: number
    readonly perTry?: number
  },
  each?: (tries: number) => Promise<string>,
) {
  const clock = jumpingClock()
  const { run = new AbortController().signal, most, perTry, ...call } = scene
  const policies = policiesWith(perTry, most)
  let tries = 0
  const attempt = (): Promise<string> => (each ?? (() => Promise.reject(down())))(++tries)
  const caller = retrying(newLog(), run, scene.clock ?? clock, policies)
  const result = caller({ service: 'token', deadline: Infinity, attempt, ...call })
  return { result, clock, caller, tries: () => tries }
}

it.each(Object.entries(callPolicies))('no try of %s may take for ever', (_, { perTry }) => {
  expect(perTry).toBeGreaterThanOrEqual(10_000)
  expect(perTry).toBeLessThanOrEqual(60_000)
})

it("the machine's clock tells its time, chance, and lets time pass", async () => {
  const from = systemClock.now()
  await systemClock.sleep(20, new AbortController().signal)
  expect(Math.abs(from - Date.now())).toBeLessThan(60_000)
  expect(systemClock.now() - from).toBeGreaterThanOrEqual(10)
  expect(systemClock.random()).toBeLessThan(1)
})

describe('the last try', () => {
  it('begins half a second before the deadline, after a wait that is cut short for it', async () => {
    const { result, clock } = make({ deadline: START + 250 + 500 + 1000 + 2000 + 3000 })
    await expect(result).rejects.toThrow('given up after 6 tries')
    expect(clock.waits).toEqual([250, 500, 1000, 2000, 2500])
  })

  it('is the first where only half a second is left', async () => {
    const { result, tries } = make({ deadline: START + 500 })
    await expect(result).rejects.toThrow('given up after 1 try)')
    expect(tries()).toBe(1)
  })

  it('is the one before a wait that the service asks for and that ends with the budget', async () => {
    const { result, clock } = make({ deadline: START + 5000 }, () => Promise.reject(down(5000)))
    await expect(result).rejects.toThrow('given up after 1 try)')
    expect(clock.waits).toEqual([])
  })

  it('that the deadline cut short tells of the failure before it', async () => {
    const { result, tries } = make({ deadline: START + 760, most: 2 }, (count) =>
      count === 1 ? Promise.reject(down()) : never(),
    )
    await expect(result).rejects.toMatchObject({
      code: 'E_OIDC_UNAVAILABLE',
      message: expect.stringContaining('status 500'),
    })
    expect(tries()).toBe(2)
  })

  it('that had its whole time tells of itself', async () => {
    const { result } = make({ perTry: 20, most: 2 }, (count) => (count === 1 ? Promise.reject(down()) : never()))
    await expect(result).rejects.toMatchObject({ code: 'E_OIDC_TIMEOUT' })
  })

  it('that the deadline cut short tells of itself where nothing was before it', async () => {
    const { result } = make({ deadline: START + 20 }, never)
    await expect(result).rejects.toMatchObject({ code: 'E_OIDC_TIMEOUT', message: expect.not.stringContaining('from') })
  })
})

describe('a call', () => {
  it('that failed leaves no pause to the next one, unless the service is rate-limited', async () => {
    const { result, caller, clock } = make({ perTry: 1000, most: 1 })
    await expect(result).rejects.toThrow('status 500')
    await caller({ service: 'token', deadline: Infinity, attempt: () => Promise.resolve() })
    expect(clock.waits).toEqual([])
  })

  it('that was given up during a try that failed is not made again', async () => {
    const stop = new AbortController()
    const failure = down()
    const { result, tries } = make({ signal: stop.signal }, () => {
      stop.abort(new Error('given up'))
      return Promise.reject(failure)
    })
    await expect(result).rejects.toBe(failure)
    expect(tries()).toBe(1)
  })

  it.each(['call', 'run'] as const)('waits no longer for its next try when its %s is given up', async (which) => {
    const stops = { call: new AbortController(), run: new AbortController() }
    const sleep: Clock['sleep'] = (milliseconds, signal) => {
      if (milliseconds > 0) stops[which].abort(new Error('given up'))
      return signal.aborted ? Promise.reject(new Error('woken')) : Promise.resolve()
    }
    const clock: Clock = { now: () => START, random: () => 0.5, sleep }
    const { result } = make({ signal: stops.call.signal, run: stops.run.signal, clock })
    await expect(result).rejects.toThrow('woken')
  })

  it.each(['call', 'run'] as const)(
    'whose %s is given up makes no try, even where its clock does not look',
    async (which) => {
      const stops = { call: new AbortController(), run: new AbortController() }
      stops[which].abort(new Error('given up'))
      const clock: Clock = { now: () => START, random: () => 0.5, sleep: () => Promise.resolve() }
      const { result, tries } = make({ signal: stops.call.signal, run: stops.run.signal, clock }, () =>
        Promise.resolve('entry'),
      )
      await expect(result).rejects.toThrow('given up')
      expect(tries()).toBe(0)
    },
  )

  it('that has ended tells its try no more to stop', async () => {
    let got: AbortSignal | undefined
    const caller = retrying(newLog(), new AbortController().signal, jumpingClock(), policiesWith(20))
    const attempt = (signal: AbortSignal): Promise<string> => {
      got = signal
      return Promise.resolve('entry')
    }
    await caller({ service: 'token', deadline: Infinity, attempt })
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(got?.aborted).toBe(false)
  })

  it('that is given up ends two seconds later, whatever its try does, with the reason', async () => {
    const stop = new AbortController()
    const { result } = make({ signal: stop.signal }, never)
    const from = performance.now()
    setTimeout(() => stop.abort(new Error('another file failed')), 5)
    await expect(result).rejects.toThrow('another file failed')
    expect(performance.now() - from).toBeGreaterThanOrEqual(1900)
    expect(performance.now() - from).toBeLessThan(9000)
  })
})
