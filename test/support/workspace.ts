/*
 * Owns the throw-away directories that tests work in. Must not leave any behind.
 */
import { afterAll } from '@jest/globals'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const made: string[] = []

afterAll(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true })
})

/** newDirectory returns the real path of a new directory that everyone may enter; removed after the tests of the file. */
export function newDirectory(): string {
  const directory = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'keyless-sign-test-')))
  chmodSync(directory, 0o755)
  made.push(directory)
  return directory
}

/** newWorkspace returns a new directory with files of the given names, directories made; each holds its own name. */
export function newWorkspace(...names: readonly string[]): string {
  const workspace = newDirectory()
  for (const name of names) {
    const file = path.join(workspace, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, name)
  }
  return workspace
}
