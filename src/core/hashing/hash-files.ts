/*
 * Owns the reading of several files side by side, in threads where they are large. Must not know who
 * signed them.
 */
import { availableParallelism } from 'node:os'
import { mapParallel } from '../shared/parallel.ts'
import { hashFile, type HashedFile } from './hash-file.ts'
import type { OpenHashPool } from './hasher.ts'
import { nearEnd } from './near-end.ts'
import { progress, type Progress } from './progress.ts'
import type { DigestAlgorithm, Log, SelectedFile, Subject } from '../types.ts'

/** FileToHash is a file, and the algorithm of its signature. */
export interface FileToHash {
  readonly file: SelectedFile
  readonly algorithm: DigestAlgorithm
}

/** HashTools are what reading files needs from outside: where people read, where threads come from, and who waits for the end. */
export interface HashTools {
  readonly log: Log
  readonly openHashPool: OpenHashPool
  /** Called once, when the reading is about to end. */
  readonly onNearEnd?: () => void
}

/** HashOrder says how many files are read side by side, and what is done with each. */
export interface HashOrder {
  /** Files at a time at most; more would take more memory than they are worth: three hash faster than disks read. */
  readonly mostAtATime: 1 | 3
  /** Called with each subject as soon as it is read; what it throws ends the reading. */
  readonly check?: (subject: Subject) => void
}

/** Bytes from which a thread pays: below, hashing takes less time than starting it. */
const LEAST_BYTES = 128 * 1024 * 1024

/** threadsFor returns in how many threads to hash files of these sizes (bytes); 0 where it is done here, one after the other. */
export function threadsFor(sizes: readonly number[], cores: number, most: number): number {
  return sumOf(sizes) < LEAST_BYTES || cores < 2 ? 0 : Math.min(sizes.length, cores, most)
}

function sumOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** hashFiles reads every file once, in constant memory, and returns their digests in order; throws as hashFile. */
export async function hashFiles(
  files: readonly FileToHash[],
  { log, openHashPool, onNearEnd }: HashTools,
  { mostAtATime, check }: HashOrder,
  signal: AbortSignal,
): Promise<readonly HashedFile[]> {
  const sizes = files.map(({ file }) => Number(file.facts.size))
  const total = sumOf(sizes)
  const watches = [progress(total, log), ...(onNearEnd === undefined ? [] : [nearEnd(total, onNearEnd)])]
  const onProgress: Progress = (bytes) => {
    for (const watch of watches) watch(bytes)
  }
  const threads = threadsFor(sizes, availableParallelism(), mostAtATime)
  const pool = openHashPool(threads)
  try {
    return await mapParallel(files, Math.max(1, threads), async ({ file, algorithm }, stop) => {
      const hashed = await hashFile(file, {
        algorithms: [algorithm],
        signal: AbortSignal.any([signal, stop]),
        startHashing: pool.startHashing,
        onProgress,
      })
      check?.(hashed.subject)
      return hashed
    })
  } finally {
    await pool.close()
  }
}
