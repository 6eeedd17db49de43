/* Shows that a file is hashed in one pass, and that any change of it from the first look to the last is an error. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, chmodSync, closeSync, existsSync, linkSync, mkdtempSync, openSync, renameSync } from 'node:fs'
import { rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { assertUnchanged } from '../../../src/core/files/file-change.ts'
import { inspectFile } from '../../../src/core/files/selected-file.ts'
import { hashFile } from '../../../src/core/hashing/hash-file.ts'
import { sparseFile } from '../../support/builders.ts'
import { newDirectory } from '../../support/workspace.ts'
import type { SelectedFile } from '../../../src/core/types.ts'

const MIB = 1024 * 1024
// sha256sum of 2^32 + 1 bytes as sparseFile makes them.
const SPARSE_SHA256 = '0e370a45d6303acf23c40c729a2966c7e762762aef0915c58990afd0bccdb156'
const image = Buffer.alloc(3 * MIB + 7, 'release image')
const hex = (algorithm: string): string => createHash(algorithm).update(image).digest('hex')

/** A file with the given bytes that was last written long ago: the clock of a file system may stand still for 4 ms. */
async function selected(content: Uint8Array = image): Promise<SelectedFile> {
  const workspace = newDirectory()
  const file = path.join(workspace, 'x.iso')
  writeFileSync(file, content)
  utimesSync(file, 1_700_000_000, 1_700_000_000)
  return inspectFile(file, workspace)
}

function overwriteInPlace(file: string): void {
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, 'another image', 0)
  closeSync(descriptor)
}

function replaceByRename(file: string): void {
  writeFileSync(`${file}.new`, image)
  utimesSync(`${file}.new`, 1_700_000_000, 1_700_000_000)
  renameSync(`${file}.new`, file)
}

describe('hashFile', () => {
  it('returns name, SHA-256, size and path', async () => {
    const file = await selected()
    expect(await hashFile(file)).toEqual({
      subject: { name: 'x.iso', sha256: hex('sha256'), size: image.length, path: file.path },
      digests: [{ algorithm: 'sha256', hex: hex('sha256') }],
    })
  })

  it('computes other digests in the same pass', async () => {
    const { digests } = await hashFile(await selected(), { algorithms: ['sha512', 'sha384', 'sha256'] })
    expect(new Map(digests.map(({ algorithm, hex }) => [algorithm, hex]))).toEqual(
      new Map(['sha256', 'sha512', 'sha384'].map((algorithm) => [algorithm, hex(algorithm)])),
    )
  })

  it('tells the bytes of each piece', async () => {
    const pieces: number[] = []
    await hashFile(await selected(), { onProgress: (bytes) => pieces.push(bytes) })
    expect(pieces.reduce((sum, bytes) => sum + bytes)).toBe(3 * MIB + 7)
    expect(Math.max(...pieces)).toBeLessThan(MIB)
    expect(pieces.at(-1)).toBe(7)
  })

  it('reads more than 4 GiB in constant memory', async () => {
    // In memory where there is such a place: there, a hole is read without filling the page cache.
    const workspace = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/keyless-sign-test-') : newDirectory()
    const file = await inspectFile(sparseFile(path.join(workspace, 'x.iso'), 2 ** 32 + 1), workspace)
    let most = 0
    const before = process.memoryUsage().arrayBuffers
    const onProgress = (): void => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
    const { subject } = await hashFile(file, { onProgress })
    rmSync(workspace, { recursive: true })
    expect(subject).toMatchObject({ size: 2 ** 32 + 1, sha256: SPARSE_SHA256 })
    expect(most).toBeLessThan(8 * MIB)
  })

  it('reads a hard link and a symbolic link', async () => {
    const { path: file } = await selected()
    linkSync(file, `${file}.hard`)
    symlinkSync(file, `${file}.soft`)
    for (const link of [`${file}.hard`, `${file}.soft`]) {
      const { subject } = await hashFile(await inspectFile(link, path.dirname(file)))
      expect(subject.sha256).toBe(hex('sha256'))
    }
  })

  it.each<[string, (file: string) => void, string]>([
    ['truncated', (file) => truncateSync(file, MIB), `was ${image.length} bytes, read`],
    ['grown', (file) => appendFileSync(file, 'more'), `was ${image.length} bytes, read`],
    ['overwritten in place', overwriteInPlace, 'it was written to'],
    ['replaced', replaceByRename, 'another file took its place'],
    ['deleted', (file) => rmSync(file), 'it was deleted'],
    ['given another mode', (file) => chmodSync(file, 0o600), 'its mode, owner, links or times changed'],
  ])('refuses a file that is %s while it is read', async (_, change, text) => {
    const file = await selected()
    let changed = false
    const onProgress = (): void => {
      if (!changed) change(file.path)
      changed = true
    }
    const failure = hashFile(file, { onProgress })
    await expect(failure).rejects.toMatchObject({
      code: 'E_FILE_CHANGED',
      message: expect.stringContaining("'x.iso' changed while it was being read (was"),
      fix: expect.stringContaining('after the last step that touches the file'),
    })
    await expect(failure).rejects.toThrow(text)
  })

  it('refuses a file that grows for ever', async () => {
    const file = await selected()
    const onProgress = (): void => appendFileSync(file.path, image)
    await expect(hashFile(file, { onProgress })).rejects.toMatchObject({ code: 'E_FILE_CHANGED' })
  })

  it('refuses a file that was replaced between the look and the read', async () => {
    const file = await selected()
    replaceByRename(file.path)
    await expect(hashFile(file)).rejects.toMatchObject({ code: 'E_FILE_CHANGED' })
  })

  it('refuses at once a FIFO that took the place of the file', async () => {
    const file = await selected()
    rmSync(file.path)
    execFileSync('mkfifo', [file.path])
    await expect(hashFile(file)).rejects.toMatchObject({ code: 'E_FILE_TYPE' })
  })

  it('ends with the reason of an abort', async () => {
    const controller = new AbortController()
    const reason = new Error('cancelled')
    const onProgress = (): void => controller.abort(reason)
    await expect(hashFile(await selected(), { onProgress, signal: controller.signal })).rejects.toBe(reason)
  })
})

describe('assertUnchanged', () => {
  it('accepts the file that was hashed', async () => {
    const file = await selected()
    await hashFile(file)
    await expect(assertUnchanged(file, 'signing')).resolves.toBeUndefined()
  })

  it.each<[string, (file: string) => void]>([
    ['replaced', replaceByRename],
    ['deleted', (file) => rmSync(file)],
    ['overwritten in place', overwriteInPlace],
    ['truncated', (file) => truncateSync(file, 1)],
  ])('refuses a file that is %s after signing', async (_, change) => {
    const file = await selected()
    await hashFile(file)
    change(file.path)
    await expect(assertUnchanged(file, 'signing')).rejects.toMatchObject({
      code: 'E_FILE_CHANGED',
      message: expect.stringContaining("'x.iso' changed after signing"),
    })
  })
})
