/*
 * Owns the sample of the demonstration and the benchmark: as large as an ISO, and as little compressible. Must not keep
 * it in memory.
 */
import { createCipheriv } from 'node:crypto'
import { open } from 'node:fs/promises'

/** SAMPLE_BYTES is the size of a bootable ISO of the first user. */
export const SAMPLE_BYTES = 1_600_000_000

const PIECE = 4 * 1024 * 1024

/** writeSample writes `size` bytes of an AES key stream to a new file: the same ones every time. */
export async function writeSample(file: string, size = SAMPLE_BYTES): Promise<void> {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16))
  const zeros = Buffer.alloc(PIECE)
  const handle = await open(file, 'wx')
  try {
    for (let left = size; left > 0; left -= PIECE)
      await handle.write(cipher.update(zeros.subarray(0, Math.min(left, PIECE))))
  } finally {
    await handle.close()
  }
}
