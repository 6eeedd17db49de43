/*
 * Owns the throw-away workspaces that tests of files work in.
 */
import { chmodSync } from 'node:fs'
import { temporaryDirectory, writeFiles } from './builders.ts'

/** newDirectory returns the real path of a new directory that every user may enter. */
export function newDirectory(): string {
  const directory = temporaryDirectory()
  chmodSync(directory, 0o755)
  return directory
}

/** newWorkspace returns a new directory with files of the given names; each holds its own name. */
export function newWorkspace(...names: readonly string[]): string {
  const workspace = newDirectory()
  writeFiles(workspace, Object.fromEntries(names.map((name) => [name, name])))
  return workspace
}
