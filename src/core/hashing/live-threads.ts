/*
 * Owns the list of threads that have not ended: process.exit waits for each, and so for ever for one that is in a call of the
 * system which does not return. Must not start or end one.
 */
import type { Worker } from 'node:worker_threads'

const live = new Set<Worker>()

/** watched returns the thread, which counts as live until it has ended. */
export function watched(thread: Worker): Worker {
  live.add(thread)
  thread.once('exit', () => live.delete(thread))
  return thread
}

/** isAnyThreadLive tells whether a thread has not ended yet. */
export function isAnyThreadLive(): boolean {
  return live.size > 0
}
