/*
 * Owns the second reading of a small file that was hashed: OpenSSL checks a signature over bytes in a twentieth of the time that
 * the curve library takes over their digest. Must not matter to the result: without the bytes, the digest is enough.
 */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { race } from '../shared/deadline.ts'
import { watchStall } from './stall-watch.ts'
import type { DigestedMessage, MessageDigest, Subject } from '../types.ts'

/** Bytes; from about twice as many on, hashing them twice again takes longer than the curve library does. */
const MOST_BYTES = 1024 * 1024

/** Without O_NONBLOCK, opening a FIFO would wait for a writer for ever. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK

/** Milliseconds, after which the digest has to do. */
const STALL_AFTER = 5_000

/**
 * withContent returns the digest of a subject together with the bytes that it is of, where these are at most 1 MiB and still
 * there; else the digest alone. The bytes that it returns have this digest, whatever lies at the path by now. Never rejects.
 */
export async function withContent(
  { path, size = Infinity }: Pick<Subject, 'path' | 'size'>,
  digest: MessageDigest,
  signal: AbortSignal,
): Promise<DigestedMessage> {
  if (path === undefined || size > MOST_BYTES) return digest
  const watch = watchStall({ signal, stallAfter: STALL_AFTER })
  try {
    const content = await race(read(path, size), watch.signal)
    const isSame = createHash(digest.algorithm).update(content).digest('hex') === digest.hex
    return isSame ? { ...digest, content } : digest
  } catch {
    // Gone, of another kind, or slow: whether that matters is asked where the file's facts are compared.
    return digest
  } finally {
    watch.end()
  }
}

async function read(path: string, size: number): Promise<Uint8Array> {
  const handle = await open(path, FLAGS)
  try {
    const content = Buffer.allocUnsafe(size)
    const { bytesRead } = await handle.read(content, 0, size, 0)
    return content.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
