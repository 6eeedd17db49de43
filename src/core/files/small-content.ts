/*
 * Owns the second reading of a small file that was hashed: OpenSSL checks a signature over bytes in a twentieth of the time that
 * the curve library takes over their digest. Must not matter to what is
 * signed or verified: without the bytes, the digest is enough.
 */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { race } from '../shared/deadline.ts'
import { ActionError } from '../shared/errors.ts'
import { READ_ONLY } from './small-file.ts'
import { watchStall, type ReadLimits } from './stall-watch.ts'
import type { DigestedMessage, MessageDigest, Subject } from '../types.ts'

/** Bytes; from about twice as many on, hashing them twice again takes longer than the curve library does. */
const MOST_BYTES = 1024 * 1024

/** ReadContent returns the first bytes of the file at an absolute path, at most so many. */
export type ReadContent = (path: string, size: number) => Promise<Uint8Array>

/**
 * withContent returns the digest of a subject together with the bytes that it is of, where these are at most 1 MiB and still
 * there; else the digest alone. The bytes that it returns have this digest, whatever lies at the path by now. Throws
 * E_FILE_STALLED, for a read that was only left behind would keep a process whose work is done from its end.
 */
export async function withContent(
  { name, path, size = Infinity }: Pick<Subject, 'name' | 'path' | 'size'>,
  digest: MessageDigest,
  limits: ReadLimits,
  readContent: ReadContent = readOnce,
): Promise<DigestedMessage> {
  if (path === undefined || size > MOST_BYTES) return digest
  const watch = watchStall(limits, name)
  try {
    const content = await race(readContent(path, size), watch.signal)
    const isSame = createHash(digest.algorithm).update(content).digest('hex') === digest.hex
    return isSame ? { ...digest, content } : digest
  } catch (error) {
    if (error instanceof ActionError && error.code === 'E_FILE_STALLED') throw error
    // Gone, or of another kind: whether that matters is asked where the file's facts are compared.
    return digest
  } finally {
    watch.end()
  }
}

async function readOnce(path: string, size: number): Promise<Uint8Array> {
  const handle = await open(path, READ_ONLY)
  try {
    const content = Buffer.allocUnsafe(size)
    const { bytesRead } = await handle.read(content, 0, size, 0)
    return content.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
