/* Shows how many things are done at a time, and that a failure waits for what is under way. */
import { describe, expect, it } from '@jest/globals'
import { sleep } from '../../../src/core/shared/deadline.ts'
import { beside, both, mapParallel } from '../../../src/core/shared/parallel.ts'

const never = new AbortController().signal
const soon = (milliseconds: number): Promise<void> => sleep(milliseconds, never)

describe('mapParallel', () => {
  it.each([
    [1, 1],
    [3, 3],
    [Infinity, 7],
  ])('with limit %d does %d things at a time, and keeps their order', async (limit, expected) => {
    let [now, most] = [0, 0]
    const results = await mapParallel([7, 6, 5, 4, 3, 2, 1], limit, async (item) => {
      most = Math.max(most, ++now)
      await soon(item)
      now--
      return item * 2
    })
    expect(results).toEqual([14, 12, 10, 8, 6, 4, 2])
    expect(most).toBe(expected)
  })

  it('maps nothing to nothing', async () => {
    expect(await mapParallel([], 8, () => Promise.reject(new Error('never')))).toEqual([])
  })

  it('throws the first failure once what was under way has ended, and starts nothing more', async () => {
    const seen: string[] = []
    const work = mapParallel(['slow', 'bad', 'late'], 2, async (item, signal) => {
      seen.push(item)
      if (item === 'bad') throw new Error('first')
      await soon(20)
      seen.push(`${item} ended, ${signal.aborted ? 'told to stop' : 'not told'}`)
      throw new Error('second')
    })
    await expect(work).rejects.toThrow('first')
    expect(seen).toEqual(['slow', 'bad', 'slow ended, told to stop'])
  })

  it('passes on the signal from outside', async () => {
    const outside = AbortSignal.abort(new Error('outside'))
    const work = mapParallel([1], 1, async (_, signal) => signal.throwIfAborted(), outside)
    await expect(work).rejects.toThrow('outside')
  })
})

describe('both', () => {
  it('returns both results', async () => {
    expect(
      await both(
        never,
        async () => 1,
        async () => 'a',
      ),
    ).toEqual([1, 'a'])
  })

  it.each([0, 1])('throws the failure that came first, number %d, when the other has ended', async (bad) => {
    const ended: number[] = []
    const part =
      (index: number) =>
      async (signal: AbortSignal): Promise<void> => {
        if (index === bad) throw new Error(`failed ${String(index)}`)
        await soon(20)
        ended.push(index)
        signal.throwIfAborted()
      }
    await expect(both(never, part(0), part(1))).rejects.toThrow(`failed ${String(bad)}`)
    expect(ended).toEqual([1 - bad])
  })
})

describe('beside', () => {
  const pending = (signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true })
    })

  it('returns both results', async () => {
    const results = beside(
      never,
      async () => 1,
      async () => 'a',
    )
    expect(await results).toEqual([1, 'a'])
  })

  it('throws the other failure at once, and stops the work', async () => {
    let stopped: Promise<unknown> | undefined
    const failing = beside(
      never,
      () => Promise.reject(new Error('other')),
      (signal) => {
        const work = pending(signal)
        stopped = work.catch((error: unknown) => error)
        return work
      },
    )
    await expect(failing).rejects.toThrow('other')
    expect(await stopped).toEqual(new Error('stopped'))
  })

  it('throws the failure of the work at once, whatever the other waits for, and tells the other', async () => {
    let told: AbortSignal | undefined
    const failing = beside(
      never,
      (signal) => {
        told = signal
        return new Promise<never>(() => undefined)
      },
      () => Promise.reject(new Error('work')),
    )
    await expect(failing).rejects.toThrow('work')
    expect(told?.reason).toEqual(new Error('work'))
  })

  it('passes on the signal from outside', async () => {
    const outside = new AbortController()
    const failing = beside(outside.signal, () => new Promise<never>(() => undefined), pending)
    outside.abort()
    await expect(failing).rejects.toThrow('stopped')
  })
})
