/* Shows how a thread that hashes ends: with digests, with the system's error, or given up while it waits for a byte. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, expect, it } from '@jest/globals'
import { hashPool } from '../../../src/core/hashing/hash-pool.ts'
import { isAnyThreadLive } from '../../../src/core/hashing/live-threads.ts'
import type { HashPool } from '../../../src/core/hashing/hasher.ts'
import { temporaryDirectory, writeFiles } from '../../support/builders.ts'

const reading = { algorithms: ['sha256'], most: 100n } as const
let pool: HashPool
let handle: FileHandle

afterEach(async () => {
  await pool.close()
  await handle.close()
})

/** A FIFO that somebody could still write to: a read of it waits. */
async function openFifo(): Promise<FileHandle> {
  const fifo = path.join(temporaryDirectory(), 'fifo')
  execFileSync('mkfifo', [fifo])
  return open(fifo, constants.O_RDWR)
}

it('a thread hashes one file after the other, and ends with its pool', async () => {
  pool = hashPool(1)
  const [file = ''] = writeFiles(temporaryDirectory(), { x: 'an image' })
  for (const algorithm of ['sha256', 'sha512'] as const) {
    handle = await open(file)
    const { hashed } = pool.startHashing(handle, { algorithms: [algorithm], most: 100n })
    const hex = createHash(algorithm).update('an image').digest('hex')
    expect(await hashed).toEqual({ size: 8, digests: [{ algorithm, hex }] })
    await handle.close()
  }
  expect(isAnyThreadLive()).toBe(true)
  await pool.close()
  expect(isAnyThreadLive()).toBe(false)
})

it('a thread tells of every byte, in fewer messages than it has read buffers', async () => {
  pool = hashPool(1)
  const size = 40 * 1024 * 1024 + 7
  const [file = ''] = writeFiles(temporaryDirectory(), { x: Buffer.alloc(size) })
  handle = await open(file)
  const pieces: number[] = []
  const onProgress = (bytes: number): void => void pieces.push(bytes)
  await pool.startHashing(handle, { algorithms: ['sha256'], most: BigInt(size), onProgress }).hashed
  expect(pieces.reduce((sum, bytes) => sum + bytes)).toBe(size)
  expect(pieces.length).toBeLessThan(40)
})

it('a thread tells of no byte twice, however long the next one takes', async () => {
  pool = hashPool(1)
  handle = await openFifo()
  const pieces: number[] = []
  const onProgress = (bytes: number): void => void pieces.push(bytes)
  const { hashed } = pool.startHashing(handle, { algorithms: ['sha256'], most: 2n, onProgress })
  for (const byte of 'abcd') {
    await handle.write(byte)
    await setTimeout(150)
  }
  // The fourth ends the reading, for a file of more bytes than three was not meant.
  expect(await hashed).toMatchObject({ size: 3 })
  expect(pieces.reduce((sum, bytes) => sum + bytes)).toBe(3)
})

it('a file that grows while it is read is not read for ever', async () => {
  pool = hashPool(1)
  const [file = ''] = writeFiles(temporaryDirectory(), { x: Buffer.alloc(5 * 1024 * 1024) })
  handle = await open(file)
  const { size } = await pool.startHashing(handle, reading).hashed
  expect(size).toBeGreaterThan(100)
  expect(size).toBeLessThan(5 * 1024 * 1024)
})

it("a read that fails ends with the system's error", async () => {
  pool = hashPool(1)
  handle = await open(temporaryDirectory())
  await expect(pool.startHashing(handle, reading).hashed).rejects.toMatchObject({ code: 'EISDIR', syscall: 'read' })
})

it('a thread to which no byte comes is given up, and counts as live until its read is over', async () => {
  pool = hashPool(1)
  handle = await openFifo()
  const { hashed, over } = pool.startHashing(handle, { ...reading, stallAfter: 100 })
  await expect(hashed).rejects.toMatchObject({ code: 'E_FILE_STALLED' })
  await pool.close()
  expect(isAnyThreadLive()).toBe(true)
  await handle.write('a byte')
  await over
  expect(isAnyThreadLive()).toBe(false)
})

it('a thread is given up with the reason of an abort', async () => {
  pool = hashPool(1)
  handle = await openFifo()
  const controller = new AbortController()
  const { hashed, over } = pool.startHashing(handle, { ...reading, signal: controller.signal })
  const reason = new Error('cancelled')
  controller.abort(reason)
  await expect(hashed).rejects.toBe(reason)
  await handle.write('a byte')
  await over
})
