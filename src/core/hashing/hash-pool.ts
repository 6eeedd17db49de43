/*
 * Owns the threads that hash several files at a time; reading stays in the thread that calls. Must not know any file.
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { hashHere, type OpenHashPool } from './hasher.ts'

/** HashMessage begins a file, adds a piece of it, or asks for the digests, which are answered in hex, in their order. */
export type HashMessage =
  | { readonly kind: 'start'; readonly algorithms: readonly string[] }
  | { readonly kind: 'piece'; readonly piece: Uint8Array }
  | { readonly kind: 'digests' }

/** hashPool starts `threads` threads; each takes 16 MB of memory, and 40 ms to be ready. */
export const hashPool: OpenHashPool = (threads) => {
  const workers = Array.from({ length: threads }, () => new Worker(new URL('./hash-worker.mjs', import.meta.url)))
  const idle = [...workers]

  return {
    startHashing: (algorithms) => {
      const worker = idle.pop()
      if (worker === undefined) return hashHere(algorithms)
      const started = ask(worker, { kind: 'start', algorithms })
      return {
        update: async (piece) => {
          await started
          await ask(worker, { kind: 'piece', piece })
        },
        digests: async () => {
          await started
          const hexes = await ask(worker, { kind: 'digests' })
          idle.push(worker)
          return algorithms.map((algorithm, index) => ({ algorithm, hex: hexes[index] ?? '' }))
        },
      }
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

/** Messages and answers take turns, so the next message of the worker is the answer; its error rejects. */
async function ask(worker: Worker, message: HashMessage): Promise<readonly string[]> {
  const answered = once(worker, 'message') as Promise<[readonly string[]]>
  worker.postMessage(message)
  const [hexes] = await answered
  return hexes
}
