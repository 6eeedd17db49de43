/*
 * Owns what it means to hash an open file, wherever that happens, and doing it in this thread. Must not know who signs it.
 */
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { ReadLimits } from '../files/stall-watch.ts'
import { readAhead } from './read-ahead.ts'
import type { DigestAlgorithm, MessageDigest } from '../types.ts'

/** Reading says what to make of a file's bytes, and who hears of it. */
export interface Reading extends ReadLimits {
  readonly algorithms: readonly DigestAlgorithm[]
  /** Bytes; a file that has more is not read to its end, for one that grows as fast as we read would never end. */
  readonly most: bigint
  /** Called after each piece with its size in bytes. */
  readonly onProgress?: ((bytes: number) => void) | undefined
}

/** HashedBytes is how many bytes were read, and their digests in the order of the algorithms. */
export interface HashedBytes {
  readonly size: number
  readonly digests: readonly MessageDigest[]
}

/** Hashing is under way. */
export interface Hashing {
  /** Rejects with what a read failed with, E_FILE_STALLED, or the signal's reason. */
  readonly hashed: Promise<HashedBytes>
  /** Resolves when nothing reads the file any more, which on a disk that hangs is never. */
  readonly over: Promise<unknown>
}

/** StartHashing reads a file that was just opened, from its start. */
export type StartHashing = (handle: FileHandle, reading: Reading) => Hashing

/** HashPool hashes each file in a thread that is free, else here; `close` resolves when the threads that can end have ended. */
export interface HashPool {
  readonly startHashing: StartHashing
  close(): Promise<void>
}

/** OpenHashPool starts a pool of so many threads. */
export type OpenHashPool = (threads: number) => HashPool

/** hashHere hashes in the thread that it is called in. */
export const hashHere: StartHashing = (handle, reading) => {
  const hashed = hash(handle, reading)
  // The handle itself waits for a read that is under way before it closes.
  return { hashed, over: Promise.resolve() }
}

/** noThreads is a pool that hashes everything here, for a program that is one file. */
export const noThreads: OpenHashPool = () => ({ startHashing: hashHere, close: () => Promise.resolve() })

async function hash(handle: FileHandle, reading: Reading): Promise<HashedBytes> {
  const { algorithms, most, onProgress } = reading
  const hashes = algorithms.map((algorithm) => ({ algorithm, hash: createHash(algorithm) }))
  const read = async (buffer: Uint8Array, position: number): Promise<number> =>
    (await handle.read(buffer, 0, buffer.length, position)).bytesRead
  let size = 0
  for await (const piece of readAhead(read, reading)) {
    for (const each of hashes) each.hash.update(piece)
    size += piece.length
    if (BigInt(size) > most) break
    onProgress?.(piece.length)
  }
  return { size, digests: hashes.map(({ algorithm, hash }) => ({ algorithm, hex: hash.digest('hex') })) }
}
