/*
 * Owns the one pass over a file: its digests, and the proof that it was the same file from the first look to the last.
 * Must not hold more of it in memory than two buffers, nor know who signs it.
 */
import { open } from 'node:fs/promises'
import { difference, factsNow, changed } from '../files/file-change.ts'
import { fileError } from '../files/file-error.ts'
import { factsOf, refuseUnlessRegular } from '../files/selected-file.ts'
import { READ_ONLY } from '../files/small-file.ts'
import type { ReadLimits } from '../files/stall-watch.ts'
import { isSha256 } from '../shared/encoding.ts'
import { hashHere, type StartHashing } from './hasher.ts'
import type { DigestAlgorithm, FileFacts, MessageDigest, SelectedFile, Sha256, Subject } from '../types.ts'

/** HashOptions say which digests to compute, SHA-256 always among them, where, and who hears of the progress. */
export interface HashOptions extends ReadLimits {
  readonly algorithms?: readonly DigestAlgorithm[]
  /** Where the hashing happens; in this thread unless said. */
  readonly startHashing?: StartHashing
  /** Called after each piece with its size in bytes. */
  readonly onProgress?: (bytes: number) => void
}

/** HashedFile is a subject and its digests by every algorithm asked for. */
export interface HashedFile {
  readonly subject: Subject
  readonly digests: readonly MessageDigest[]
}

/**
 * hashFile reads a selected file once and returns its subject and digests. Throws E_FILE_CHANGED unless device, inode,
 * size, mtime and ctime are the selection's before and after the read; E_FILE_STALLED, other E_FILE_*, the abort reason.
 */
export async function hashFile(file: SelectedFile, options: HashOptions = {}): Promise<HashedFile> {
  try {
    const handle = await open(file.path, READ_ONLY)
    let over: Promise<unknown> = Promise.resolve()
    try {
      const stats = await handle.stat({ bigint: true })
      refuseUnlessRegular(stats, file.name)
      refuseChange(file, factsOf(stats), 0n)
      const { onProgress, signal, stallAfter, startHashing = hashHere } = options
      const algorithms = [...new Set<DigestAlgorithm>(['sha256', ...(options.algorithms ?? [])])]
      const hashing = startHashing(handle, { algorithms, most: file.facts.size, onProgress, signal, stallAfter })
      over = hashing.over
      const { size, digests } = await hashing.hashed
      refuseChange(file, await factsNow(file), BigInt(size))
      refuseChange(file, factsOf(await handle.stat({ bigint: true })), BigInt(size))
      if (BigInt(size) !== file.facts.size) throw changed(file, `${whileRead(file, BigInt(size))})`)
      return { subject: { name: file.name, sha256: sha256Of(digests), size, path: file.path }, digests }
    } finally {
      // Closing waits for the read that is under way, which on a disk that hangs is for ever: so nothing waits for it.
      void over.then(() => handle.close()).catch(() => undefined)
    }
  } catch (error) {
    if (options.signal?.aborted === true) throw error
    throw fileError(error, file.path, file.name)
  }
}

function sha256Of(digests: readonly MessageDigest[]): Sha256 {
  const hex = digests.find(({ algorithm }) => algorithm === 'sha256')?.hex ?? ''
  if (!isSha256(hex)) throw new TypeError('SHA-256 is not 32 bytes')
  return hex
}

function refuseChange(file: SelectedFile, now: FileFacts | undefined, bytesRead: bigint): void {
  const change = difference(file.facts, now)
  if (change !== undefined) throw changed(file, `${whileRead(file, bytesRead)}; ${change})`)
}

function whileRead(file: SelectedFile, bytesRead: bigint): string {
  return `changed while it was being read (was ${file.facts.size} bytes, read ${bytesRead}`
}
