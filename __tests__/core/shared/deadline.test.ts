/* Shows that nothing outlasts its signal, even what never settles. */
import { describe, expect, it } from '@jest/globals'
import { abortReason, race, sleep } from '../../../src/core/shared/deadline.ts'

const never = new Promise<never>(() => undefined)

describe('a race', () => {
  it('is won by the work', async () => {
    const { signal } = new AbortController()
    expect(await race(Promise.resolve('done'), signal)).toBe('done')
    await expect(race(Promise.reject(new Error('failed')), signal)).rejects.toThrow('failed')
  })

  it.each([0, 10])('is won by a signal that aborts after %d ms', async (milliseconds) => {
    const stop = new AbortController()
    if (milliseconds === 0) stop.abort(new Error('stopped'))
    else setTimeout(() => stop.abort(new Error('stopped')), milliseconds)
    await expect(race(never, stop.signal)).rejects.toThrow('stopped')
  })

  it('lets a late failure of the work go unseen', async () => {
    const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), 10))
    await expect(race(late, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
    await expect(late).rejects.toThrow('late')
  })
})

describe('sleeping', () => {
  it('takes its time', async () => {
    const start = performance.now()
    await sleep(30, new AbortController().signal)
    expect(performance.now() - start).toBeGreaterThanOrEqual(29)
  })

  it('ends with the signal', async () => {
    await expect(sleep(60_000, AbortSignal.timeout(10))).rejects.toThrow()
  })
})

it('a reason that is no error becomes one', () => {
  expect(abortReason(AbortSignal.abort('text'))).toEqual(new Error('aborted'))
})
