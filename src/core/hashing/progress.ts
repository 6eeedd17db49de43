/*
 * Owns the progress lines of a long read. Must not slow it down: called for every block, it does a clock look-up and a sum.
 */
import { durationText, sizeText } from '../shared/format.ts'
import type { Log } from '../types.ts'

const INTERVAL = 5_000

/** Progress is told the bytes of every block that was read. */
export type Progress = (bytes: number) => void

/**
 * progress returns a Progress that logs a line about every 5 seconds until `total` bytes were read: percent, MB/s over the
 * last interval, time left. A read of less than 5 seconds logs nothing. `now` is in milliseconds.
 */
export function progress(total: number, log: Log, now: () => number = Date.now): Progress {
  let read = 0
  let readBefore = 0
  let lineAt = now()

  return (bytes) => {
    read += bytes
    const elapsed = now() - lineAt
    if (elapsed < INTERVAL || read >= total) return
    const perMillisecond = (read - readBefore) / elapsed
    const percent = Math.floor((read / total) * 100)
    const left = perMillisecond > 0 ? `, about ${durationText((total - read) / perMillisecond)} left` : ''
    const speed = (perMillisecond / 1000).toFixed(perMillisecond < 10_000 ? 1 : 0)
    log.info(`Hashing: ${String(percent)} % of ${sizeText(total)}, ${speed} MB/s${left}`)
    readBefore = read
    lineAt += elapsed
  }
}
