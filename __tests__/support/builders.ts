/*
 * Owns the making of files for tests: a workspace that is removed after the test, plain files, sparse files of any size.
 */
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, realpathSync, rmSync } from 'node:fs'
import { writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from '@jest/globals'

const made: string[] = []
afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true })
})

/** temporaryDirectory returns the real path of a new directory that is removed when the test file is done. */
export function temporaryDirectory(): string {
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'keyless-sign-test-')))
  made.push(directory)
  return directory
}

/** writeFiles writes texts or bytes by relative name below `directory` and returns their absolute paths in order. */
export function writeFiles(directory: string, files: Readonly<Record<string, string | Uint8Array>>): readonly string[] {
  return Object.entries(files).map(([name, content]) => {
    const file = path.join(directory, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
    return file
  })
}

/** sparseFile makes a file of `size` bytes that takes no room on the disk; its end is not zero. */
export function sparseFile(file: string, size: number): string {
  const descriptor = openSync(file, 'wx')
  try {
    ftruncateSync(descriptor, size)
    const end = Buffer.from('end of the image')
    writeSync(descriptor, end, 0, end.length, Math.max(0, size - end.length))
  } finally {
    closeSync(descriptor)
  }
  return file
}
