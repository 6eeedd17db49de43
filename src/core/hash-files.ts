/*
 * Owns the reading of several files side by side, as many at a time as there are cores to hash them. Must not know who
 * signed them.
 */
import { availableParallelism } from 'node:os'
import { hashPool } from './hash-pool.ts'
import { hashHere } from './hashing.ts'
import { mapParallel } from './parallel.ts'
import { progress } from './progress.ts'
import { hashFile, type HashedFile } from './subject.ts'
import type { DigestAlgorithm, Log, SelectedFile } from './types.ts'

/** FileToHash is a file, and the algorithm of its signature. */
export interface FileToHash {
  readonly file: SelectedFile
  readonly algorithm: DigestAlgorithm
}

/** Threads beyond these would take more memory than they are worth: reading is the limit then. */
const MOST_THREADS = 4
/** Bytes from which threads pay: below, hashing takes less time than starting them. */
const LEAST_BYTES = 128 * 1024 * 1024

/** threadsFor returns how many threads to hash files of these sizes (bytes) with; 0 means in this one. */
export function threadsFor(sizes: readonly number[], cores: number): number {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const threads = Math.min(sizes.length, cores, MOST_THREADS)
  return threads < 2 || total < LEAST_BYTES ? 0 : threads
}

/** hashFiles reads every file once, in constant memory, and returns their digests in order; throws as hashFile. */
export async function hashFiles(
  files: readonly FileToHash[],
  log: Log,
  signal: AbortSignal,
): Promise<readonly HashedFile[]> {
  const sizes = files.map(({ file }) => Number(file.facts.size))
  const onProgress = progress(
    sizes.reduce((sum, size) => sum + size, 0),
    log,
  )
  const threads = threadsFor(sizes, availableParallelism())
  const pool = threads === 0 ? undefined : hashPool(threads)
  try {
    return await mapParallel(files, Math.max(1, threads), ({ file, algorithm }, stop) =>
      hashFile(file, {
        algorithms: [algorithm],
        signal: AbortSignal.any([signal, stop]),
        startHashing: pool?.startHashing ?? hashHere,
        onProgress,
      }),
    )
  } finally {
    await pool?.close()
  }
}
