/* Shows that reading runs ahead of the work on what was read, in constant memory, and never waits for ever. */
import { describe, expect, it } from '@jest/globals'
import { readAhead, type Read } from '../../../src/core/hashing/read-ahead.ts'

/** Fills the buffer with the bytes of a text, `step` at a time. */
const readerOf =
  (text: string, step: number): Read =>
  (buffer, position) =>
    Promise.resolve(Buffer.from(text).copy(buffer, 0, position, position + step))

async function collect(read: Read, limits = {}): Promise<string> {
  let text = ''
  for await (const piece of readAhead(read, limits)) text += Buffer.from(piece).toString()
  return text
}

describe('readAhead', () => {
  it('yields every byte in order, however short the reads are', async () => {
    expect(await collect(readerOf('release image', 3))).toBe('release image')
  })

  it('yields nothing of an empty file', async () => {
    expect(await collect(readerOf('', 3))).toBe('')
  })

  it('has the next read under way while a piece is worked on', async () => {
    const positions: number[] = []
    const read = readerOf('abcdef', 2)
    const counted: Read = (buffer, position) => (positions.push(position), read(buffer, position))
    const seen: string[] = []
    for await (const piece of readAhead(counted)) seen.push(`${Buffer.from(piece).toString()} ${positions.join(',')}`)
    expect(seen).toEqual(['ab 0,2', 'cd 0,2,4', 'ef 0,2,4,6'])
  })

  it('uses the same two buffers again for the next file', async () => {
    const buffers = new Set<ArrayBufferLike>()
    const read = readerOf('abcdef', 2)
    const noted: Read = (buffer, position) => (buffers.add(buffer.buffer), read(buffer, position))
    for (let file = 0; file < 20; file += 1) await collect(noted)
    expect(buffers.size).toBeLessThanOrEqual(2)
  })

  it('gives up when no byte comes', async () => {
    const never: Read = (_, position) => (position === 0 ? Promise.resolve(1) : new Promise(() => undefined))
    await expect(collect(never, { stallAfter: 50 })).rejects.toMatchObject({
      code: 'E_FILE_STALLED',
      message: 'No byte could be read for 0.05 seconds',
    })
  })

  it('goes on as long as bytes keep coming, however slowly', async () => {
    const read = readerOf('abcdef', 1)
    const slow: Read = async (buffer, position) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return read(buffer, position)
    }
    expect(await collect(slow, { stallAfter: 100 })).toBe('abcdef')
  })

  it('ends with the reason of an abort, even in the middle of a read', async () => {
    const controller = new AbortController()
    const reason = new Error('cancelled')
    const never: Read = () => new Promise(() => undefined)
    setTimeout(() => controller.abort(reason), 10)
    await expect(collect(never, { signal: controller.signal })).rejects.toBe(reason)
  })

  it('throws what the read throws', async () => {
    const broken = new Error('EIO')
    await expect(collect(() => Promise.reject(broken))).rejects.toBe(broken)
  })
})
