/* Several files are hashed side by side, in threads only where that pays, with the same digests either way. */
import { createHash } from 'node:crypto'
import { truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { inspectFile } from '../../../src/core/files/selected-file.ts'
import { hashFile } from '../../../src/core/hashing/hash-file.ts'
import { hashFiles, threadsFor } from '../../../src/core/hashing/hash-files.ts'
import { hashPool } from '../../../src/core/hashing/hash-pool.ts'
import { sparseFile, temporaryDirectory, writeFiles } from '../../support/builders.ts'
import type { DigestAlgorithm, Log } from '../../../src/core/types.ts'

const log: Log = { info: () => undefined, notice: () => undefined, warning: () => undefined }
const tools = { log, openHashPool: hashPool }
const order = { mostAtATime: 3 } as const
const { signal } = new AbortController()
const MIB = 1024 * 1024
const hex = (algorithm: string, bytes: string | Buffer): string => createHash(algorithm).update(bytes).digest('hex')

describe('the number of threads', () => {
  it.each([
    [[1600 * MIB], 8, 1],
    [[1, 1, 1], 8, 0],
    [[127 * MIB], 8, 0],
    [[100 * MIB, 100 * MIB], 8, 2],
    [[100 * MIB, 100 * MIB], 1, 0],
    [[100 * MIB, 100 * MIB, 100 * MIB], 2, 2],
    [Array<number>(100).fill(100 * MIB), 64, 3],
    [[], 8, 0],
  ])('for sizes of %j bytes on %i cores is %i', (sizes, cores, expected) => {
    expect(threadsFor(sizes, cores, 3)).toBe(expected)
  })

  it('is one where files are read one after the other', () => {
    expect(threadsFor([100 * MIB, 100 * MIB], 8, 1)).toBe(1)
  })
})

describe('the near end', () => {
  it.each([
    ['of small files is told before they are read', [1, 2], 2],
    ['of large files is told once while they are read, at the latest at their end', [200 * MIB, 1], 2],
  ])('%s', async (_, sizes, expected) => {
    const directory = temporaryDirectory()
    const files = await Promise.all(
      sizes.map(async (size, index) => ({
        file: await inspectFile(sparseFile(path.join(directory, `${index}.iso`), size), directory),
        algorithm: 'sha256' as const,
      })),
    )
    const told: number[] = []
    let read = 0
    const check = (): void => {
      read++
    }
    await hashFiles(files, { ...tools, onNearEnd: () => told.push(read) }, { mostAtATime: 1, check }, signal)
    expect([told.length, read]).toEqual([1, expected])
    expect(told[0]).toBeLessThan(expected)
  })
})

describe('files', () => {
  it('have the digests of their own algorithms, in their order, SHA-256 always', async () => {
    const workspace = temporaryDirectory()
    const contents: readonly [string, DigestAlgorithm][] = [
      ['one', 'sha256'],
      ['two', 'sha384'],
      ['three', 'sha512'],
    ]
    const files = await Promise.all(
      contents.map(async ([content, algorithm]) => {
        const [file = ''] = writeFiles(workspace, { [content]: content })
        return { file: await inspectFile(file, workspace), algorithm }
      }),
    )
    const hashed = await hashFiles(files, tools, order, signal)
    for (const [index, [content, algorithm]] of contents.entries()) {
      expect(hashed[index]?.subject).toMatchObject({
        name: content,
        sha256: hex('sha256', content),
        size: content.length,
      })
      expect(hashed[index]?.digests).toContainEqual({ algorithm, hex: hex(algorithm, content) })
    }
  })

  it('have the same digests from threads, however long they are', async () => {
    const workspace = temporaryDirectory()
    const pool = hashPool(2)
    try {
      const sizes = [1, MIB - 1, MIB, MIB + 1, 3 * MIB + 7, 20]
      for (const [index, size] of sizes.entries()) {
        const file = await inspectFile(sparseFile(path.join(workspace, `f${index}`), size), workspace)
        const options = { algorithms: ['sha512'] as const }
        const { startHashing } = pool
        const [here, there, again] = await Promise.all([
          hashFile(file, options),
          hashFile(file, { ...options, startHashing }),
          hashFile(file, { ...options, startHashing }),
        ])
        expect(there).toEqual(here)
        expect(again).toEqual(here)
      }
    } finally {
      await pool.close()
    }
  })

  it('that are large are hashed in threads, and a change of one while it is read is seen', async () => {
    const workspace = temporaryDirectory()
    const paths = ['a', 'b'].map((name) => sparseFile(path.join(workspace, name), 70 * MIB))
    const files = await Promise.all(paths.map((file) => inspectFile(file, workspace)))
    const toHash = files.map((file) => ({ file, algorithm: 'sha256' as const }))
    const [a, b] = await hashFiles(toHash, tools, order, signal)
    expect(a?.subject.sha256).toBe(b?.subject.sha256)
    expect(a?.subject.sha256).toBe((await hashFile(files[0] ?? fail())).subject.sha256)

    truncateSync(paths[1] ?? '', 10)
    await expect(hashFiles(toHash, tools, order, signal)).rejects.toMatchObject({ code: 'E_FILE_CHANGED' })
  })

  it('are read no further than to the one that is refused', async () => {
    const workspace = temporaryDirectory()
    writeFiles(workspace, { a: 'a', b: 'b', c: 'c' })
    const files = await Promise.all(['a', 'b', 'c'].map((name) => inspectFile(path.join(workspace, name), workspace)))
    const seen: string[] = []
    const refused = new Error('refused')
    const check = ({ name }: { name: string }): void => {
      seen.push(path.basename(name))
      if (seen.length === 2) throw refused
    }
    const toHash = files.map((file) => ({ file, algorithm: 'sha256' as const }))
    await expect(hashFiles(toHash, tools, { mostAtATime: 1, check }, signal)).rejects.toBe(refused)
    expect(seen).toEqual(['a', 'b'])
  })

  it('are left alone as soon as the run is given up', async () => {
    const workspace = temporaryDirectory()
    writeFileSync(path.join(workspace, 'a'), 'a')
    const file = await inspectFile(path.join(workspace, 'a'), workspace)
    const reason = new Error('cancelled')
    await expect(hashFiles([{ file, algorithm: 'sha256' }], tools, order, AbortSignal.abort(reason))).rejects.toBe(
      reason,
    )
  })
})

function fail(): never {
  throw new Error('no file')
}
