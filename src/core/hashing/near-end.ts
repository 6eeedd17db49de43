/*
 * Owns the word that a long read is about to end, so that what takes a moment elsewhere begins beside its last seconds. Must not
 * slow it down: called for every block, it does a clock look-up and a sum.
 */
import type { Progress } from './progress.ts'

/** Milliseconds before the expected end. */
const LEAD = 2_000
/** Milliseconds of reading that tell how fast it goes. */
const ENOUGH = 100
/** Bytes that every disk reads in less than the lead. */
const LITTLE = 64 * 1024 * 1024

/**
 * nearEnd returns a Progress that calls `tell` once: at once where there is little to read, else when the rest of `total` bytes
 * is expected to take at most two seconds, and at the latest when all were read. `now` is in milliseconds.
 */
export function nearEnd(total: number, tell: () => void, now: () => number = Date.now): Progress {
  const start = now()
  let read = 0
  let isTold = total <= LITTLE
  if (isTold) tell()
  return (bytes) => {
    read += bytes
    if (isTold) return
    const elapsed = now() - start
    const left = (elapsed * (total - read)) / read
    if (read < total && (elapsed < ENOUGH || left > LEAD)) return
    isTold = true
    tell()
  }
}
