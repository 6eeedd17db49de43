/*
 * Owns the progress lines of a long read. Must not slow it down: called for every block, it does a clock look-up and a sum.
 */
import { durationText, sizeText } from '../shared/format.ts'
import type { Log } from '../types.ts'

const INTERVAL = 5_000

/** Progress is told the bytes of every block that was read. */
export type Progress = (bytes: number) => void

/**
 * progress returns a Progress that shows a line about every 5 seconds, or as often as the log wants, until `total` bytes
 * were read: percent, MB/s over the last interval, time left. A read of less time shows nothing. `now` is in milliseconds.
 */
export function progress(total: number, log: Log, now: () => number = Date.now): Progress {
  const { interval, show } = log.progress ?? { interval: INTERVAL, show: log.info }
  let read = 0
  let readBefore = 0
  let lineAt = now()

  return (bytes) => {
    read += bytes
    const elapsed = now() - lineAt
    if (elapsed < interval || read >= total) return
    const perMillisecond = (read - readBefore) / elapsed
    const percent = Math.floor((read / total) * 100)
    const left = perMillisecond > 0 ? `, about ${durationText((total - read) / perMillisecond)} left` : ''
    const speed = (perMillisecond / 1000).toFixed(perMillisecond < 10_000 ? 1 : 0)
    show(`Hashing: ${String(percent)} % of ${sizeText(total)}, ${speed} MB/s${left}`)
    readBefore = read
    lineAt += elapsed
  }
}
