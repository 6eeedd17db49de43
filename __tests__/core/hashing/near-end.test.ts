/* Shows when those who wait for the end of a long read are told that it is near. */
import { describe, expect, it } from '@jest/globals'
import { nearEnd } from '../../../src/core/hashing/near-end.ts'

const MB = 1_000_000

/** toldAt returns the seconds after which the word was given, in a read of `total` bytes whose speed is `speeds`, one a second. */
function toldAt(total: number, speeds: readonly number[]): readonly number[] {
  const told: number[] = []
  let time = 0
  const read = nearEnd(
    total,
    () => told.push(time / 1000),
    () => time,
  )
  for (let left = total; left > 0;) {
    const block = Math.min((speeds[Math.floor(time / 1000)] ?? speeds.at(-1) ?? 0) / 20, left)
    time += 50
    left -= block
    read(block)
  }
  return told
}

describe('the near end of a read', () => {
  it.each([
    [0, [MB], 0],
    [64 * 1024 * 1024, [MB], 0],
    // The speed is known after a tenth of a second.
    [1_500 * MB, [1_500 * MB], 0.1],
    [100 * MB, [200 * MB], 0.1],
    [1_000 * MB, [100 * MB], 8],
    [100 * MB, [5 * MB], 18],
  ])('of %d bytes at %j bytes a second is told after %d s', (total, speeds, expected) => {
    expect(toldAt(total, speeds)).toEqual([expected])
  })

  it('is told once, though the rest takes longer than it seemed', () => {
    expect(toldAt(1_000 * MB, [500 * MB, 50 * MB])).toEqual([0.1])
  })

  it('is told with the last byte, though the rest seemed to take longer', () => {
    expect(toldAt(1_000 * MB, [10 * MB, 10 * MB, 10 * MB, 970 * MB * 20])).toEqual([3.05])
  })

  it('is told with the last byte where all come at once', () => {
    const told: string[] = []
    const read = nearEnd(
      200 * MB,
      () => told.push('told'),
      () => 0,
    )
    read(199 * MB)
    expect(told).toEqual([])
    read(MB)
    expect(told).toEqual(['told'])
  })
})
