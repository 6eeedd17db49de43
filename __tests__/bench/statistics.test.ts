/* Shows how many runs become one number. */
import { describe, expect, it } from '@jest/globals'
import { resultOf, sumOf } from '../../bench/results.ts'
import { median, spreadOf } from '../../bench/statistics.ts'

const workload = { files: 1, bytes: 1000, roundTrip: 0 }

function sample(seconds: number, rekor = 1): Parameters<typeof resultOf>[2][number] {
  return { seconds, cpuSeconds: 1, peakBytes: 1, requests: { token: 1, fulcio: 1, rekor, timestamp: 1 } }
}

describe('many runs as one', () => {
  it.each([
    [[7], 7],
    [[10, 9, 100], 10],
    [[4, 1, 3, 2], 2.5],
  ])('have the median of %p', (values, expected) => {
    expect(median(values)).toBe(expected)
  })

  it('keep the extremes beside the median', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ least: 1, median: 2, greatest: 3 })
  })

  it('have the median of every request count', () => {
    expect(resultOf(workload, 'tool', [sample(1, 1), sample(2, 3), sample(3, 3)]).requests.rekor).toBe(3)
  })

  it('of a loop are the sum of times and the greatest of memories', () => {
    const costs = [
      { seconds: 1, cpuSeconds: 2, peakBytes: 30 },
      { seconds: 4, cpuSeconds: 5, peakBytes: 10 },
    ]
    expect(sumOf(costs)).toEqual({ seconds: 5, cpuSeconds: 7, peakBytes: 30 })
  })
})
