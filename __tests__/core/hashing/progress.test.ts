import { describe, expect, it } from '@jest/globals'
import { progress } from '../../../src/core/hashing/progress.ts'
import { durationText, sizeText, timeText } from '../../../src/core/shared/format.ts'
import type { Log } from '../../../src/core/types.ts'

const MB = 1_000_000

/** reading returns the lines logged while `total` bytes are read at `speed` bytes a second, one block every 100 ms. */
function reading(total: number, speed: number, interval?: number): readonly string[] {
  const lines: string[] = []
  const show = (line: string): void => void lines.push(line)
  const quiet = (): void => undefined
  const log: Log =
    interval === undefined
      ? { info: show, notice: quiet, warning: quiet }
      : { info: quiet, notice: quiet, warning: quiet, progress: { interval, show } }
  let time = 1_000
  const read = progress(total, log, () => time)
  for (let done = 0; done < total; done += speed / 10) {
    time += 100
    read(Math.min(speed / 10, total - done))
  }
  return lines
}

describe('progress', () => {
  it('logs nothing for a read of less than five seconds', () => {
    expect(reading(490 * MB, 100 * MB)).toEqual([])
  })

  it('logs percent, speed and time left every five seconds, and no line at the end', () => {
    expect(reading(1_500 * MB, 100 * MB)).toEqual([
      'Hashing: 33 % of 1.5 GB, 100 MB/s, about 10 s left',
      'Hashing: 66 % of 1.5 GB, 100 MB/s, about 5 s left',
    ])
  })

  it('is shown as often as the log wants, where the log wants it', () => {
    expect(reading(100 * MB, 100 * MB, 250)).toHaveLength(3)
  })

  it('writes slow speeds with a decimal and long times in minutes', () => {
    expect(reading(200 * MB, MB)[0]).toBe('Hashing: 2 % of 200.0 MB, 1.0 MB/s, about 3 min 15 s left')
  })
})

describe('quantities', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_000, '1.0 kB'],
    [999_949, '999.9 kB'],
    [999_951, '1.0 MB'],
    [8_000_000_000, '8.0 GB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text)
  })

  it('writes times in UTC to the second, and durations of at least one', () => {
    expect([timeText(1_500), durationText(0), durationText(59_600)]).toEqual([
      '1970-01-01T00:00:01Z',
      '1 s',
      '1 min 0 s',
    ])
  })
})
