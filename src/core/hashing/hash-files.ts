/*
 * Owns the reading of several files side by side, as many at a time as there are cores to hash them. Must not know who
 * signed them.
 */
import { availableParallelism } from 'node:os'
import { mapParallel } from '../shared/parallel.ts'
import { hashFile, type HashedFile } from './hash-file.ts'
import type { OpenHashPool } from './hasher.ts'
import { readingProgress } from './progress.ts'
import type { DigestAlgorithm, Log, SelectedFile } from '../types.ts'

/** FileToHash is a file, and the algorithm of its signature. */
export interface FileToHash {
  readonly file: SelectedFile
  readonly algorithm: DigestAlgorithm
}

/** HashTools are what reading files needs from outside: where people read, and where threads come from. */
export interface HashTools {
  readonly log: Log
  readonly openHashPool: OpenHashPool
}

/** Files at a time. More threads would take more memory than they are worth: three hash faster than disks read. */
const MOST_AT_A_TIME = 3
/** Bytes from which threads pay: below, hashing takes less time than starting them. */
const LEAST_BYTES = 128 * 1024 * 1024

/** filesAtATime returns how many files of these sizes (bytes) to hash at a time: one here, each other in a thread. */
export function filesAtATime(sizes: readonly number[], cores: number): number {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return total < LEAST_BYTES ? 1 : Math.max(1, Math.min(sizes.length, cores, MOST_AT_A_TIME))
}

/** hashFiles reads every file once, in constant memory, and returns their digests in order; throws as hashFile. */
export async function hashFiles(
  files: readonly FileToHash[],
  { log, openHashPool }: HashTools,
  signal: AbortSignal,
): Promise<readonly HashedFile[]> {
  const sizes = files.map(({ file }) => Number(file.facts.size))
  const onProgress = readingProgress(
    files.map(({ file }) => file),
    log,
  )
  const atATime = filesAtATime(sizes, availableParallelism())
  const pool = openHashPool(atATime - 1)
  try {
    return await mapParallel(files, atATime, ({ file, algorithm }, stop) =>
      hashFile(file, {
        algorithms: [algorithm],
        signal: AbortSignal.any([signal, stop]),
        startHashing: pool.startHashing,
        onProgress,
      }),
    )
  } finally {
    await pool.close()
  }
}
