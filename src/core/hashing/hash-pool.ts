/*
 * Owns the threads that read and hash, so that neither keeps the thread that calls from its own work. Must not open a file, nor
 * judge what was read.
 */
import type { FileHandle } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { watchStall, type StallWatch } from '../files/stall-watch.ts'
import { race } from '../shared/deadline.ts'
import { hashHere, type HashedBytes, type Hashing, type OpenHashPool, type Reading } from './hasher.ts'
import { watched } from './live-threads.ts'
import type { DigestAlgorithm } from '../types.ts'

/** HashTask is what a thread is told: an open file by its descriptor, and what to make of it. */
export interface HashTask {
  readonly descriptor: number
  readonly algorithms: readonly DigestAlgorithm[]
  readonly most: bigint
}

/** HashMessage is what a thread tells: so many bytes more are done; all is, digests in hex; or a read has failed. */
export type HashMessage =
  | { readonly kind: 'piece'; readonly bytes: number }
  | { readonly kind: 'done'; readonly size: number; readonly hexes: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string; readonly facts: Readonly<Record<string, unknown>> }

/** hashPool starts `threads` threads; each takes 15 MB of memory, and 40 ms to be ready. */
export const hashPool: OpenHashPool = (threads) => {
  const start = (): Worker => watched(new Worker(new URL('./hash-worker.cjs', import.meta.url)))
  const idle = Array.from({ length: threads }, start)
  return {
    startHashing: (handle, reading) => {
      const worker = idle.pop()
      if (worker === undefined) return hashHere(handle, reading)
      const hashing = hashIn(worker, handle, reading)
      // One that was given up is never asked again.
      hashing.hashed.then(
        () => idle.push(worker),
        () => undefined,
      )
      return hashing
    },
    close: async () => {
      await Promise.all(idle.map((worker) => worker.terminate()))
    },
  }
}

function hashIn(worker: Worker, handle: FileHandle, reading: Reading): Hashing {
  const { algorithms, most } = reading
  const watch = watchStall(reading)
  const hashed = race(answerOf(worker, reading, watch), watch.signal).finally(() => {
    watch.end()
    worker.removeAllListeners('message').removeAllListeners('error')
  })
  if (!watch.signal.aborted) worker.postMessage({ descriptor: handle.fd, algorithms, most } satisfies HashTask)
  // A thread that is given up may be in a read: the descriptor stays open until it has ended.
  return { hashed, over: hashed.catch(() => worker.terminate()) }
}

function answerOf(worker: Worker, { algorithms, onProgress }: Reading, watch: StallWatch): Promise<HashedBytes> {
  return new Promise((resolve, reject) => {
    worker.on('error', reject).on('message', (message: HashMessage) => {
      watch.refresh()
      if (message.kind === 'piece') onProgress?.(message.bytes)
      if (message.kind === 'failed') reject(Object.assign(new Error(message.message), message.facts))
      if (message.kind !== 'done') return
      const digests = algorithms.map((algorithm, index) => ({ algorithm, hex: message.hexes[index] ?? '' }))
      resolve({ size: message.size, digests })
    })
  })
}
