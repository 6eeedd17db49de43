/*
 * Owns the digests of one file, made piece by piece in this thread. Must not read files.
 */
import { createHash } from 'node:crypto'
import type { DigestAlgorithm, MessageDigest } from '../types.ts'

/** Hashing takes the pieces of one file in their order, and gives the digests of them all. */
export interface Hashing {
  /** The piece may be overwritten once this has resolved. */
  update(piece: Uint8Array): void | Promise<void>
  /** For once, after the last piece. */
  digests(): readonly MessageDigest[] | Promise<readonly MessageDigest[]>
}

/** StartHashing begins a file: one digest by each algorithm, in their order. */
export type StartHashing = (algorithms: readonly DigestAlgorithm[]) => Hashing

/** HashPool hashes each file in a thread that is free, else here; `close` ends the threads, whatever they do. */
export interface HashPool {
  readonly startHashing: StartHashing
  close(): Promise<void>
}

/** OpenHashPool starts a pool of so many threads. */
export type OpenHashPool = (threads: number) => HashPool

/** hashHere hashes in the thread that it is called in. */
export const hashHere: StartHashing = (algorithms) => {
  const hashes = algorithms.map((algorithm) => ({ algorithm, hash: createHash(algorithm) }))
  return {
    update: (piece) => {
      for (const { hash } of hashes) hash.update(piece)
    },
    digests: () => hashes.map(({ algorithm, hash }) => ({ algorithm, hex: hash.digest('hex') })),
  }
}

/** noThreads is a pool that hashes everything here, for a program that is one file. */
export const noThreads: OpenHashPool = () => ({ startHashing: hashHere, close: () => Promise.resolve() })
