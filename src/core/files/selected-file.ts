/*
 * Owns what is learnt about one file before it is read: that it is a regular file with bytes in it that we may read,
 * its real path, and the facts by which a later change is seen. Must not read the file, nor know about patterns.
 */
import type { BigIntStats } from 'node:fs'
import { access, constants, lstat, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { fileError, isMissing } from './file-error.ts'
import { fileNameProblem, shownPath } from './names.ts'
import type { FileFacts, SelectedFile } from '../types.ts'

/**
 * inspectFile returns the file at an absolute path, symbolic links followed. Throws E_FILE_NAME, E_FILE_NOT_FOUND
 * (broken link), E_FILE_LOOP, E_FILE_TYPE, E_FILE_EMPTY, E_FILE_PERMISSION, E_FILE_READ.
 */
export async function inspectFile(file: string, workspace: string): Promise<SelectedFile> {
  const name = shownPath(workspace, file)
  refuseName(name)
  try {
    const stats = await stat(file, { bigint: true })
    refuseUnlessRegular(stats, name)
    await access(file, constants.R_OK)
    if (stats.size === 0n) {
      throw new ActionError('E_FILE_EMPTY', `'${display(name)}' is empty`, {
        fix: 'an empty release file is a fault of the build; look at what makes it',
      })
    }
    return { name, path: file, realPath: await realpath(file), facts: factsOf(stats) }
  } catch (error) {
    if (isMissing(error) && (await isSymbolicLink(file))) throw brokenLink(name)
    throw fileError(error, file, name)
  }
}

/** factsOf returns the facts of a file's state; sizes in bytes, times in nanoseconds. */
export function factsOf(stats: BigIntStats): FileFacts {
  const { dev, ino, size, mtimeNs, ctimeNs } = stats
  return { dev, ino, size, mtimeNs, ctimeNs }
}

/** refuseName throws E_FILE_NAME for a name that cannot be shown or carried safely. */
export function refuseName(name: string): void {
  const problem = fileNameProblem(name)
  if (problem === undefined) return
  throw new ActionError('E_FILE_NAME', `The name of '${display(name)}' ${problem}`, {
    fix: 'rename the file, or narrow the pattern that matches it',
  })
}

/** refuseUnlessRegular throws E_FILE_TYPE, with what it is instead, unless stats are a regular file's. */
export function refuseUnlessRegular(stats: BigIntStats, name: string): void {
  if (stats.isFile()) return
  if (stats.isDirectory()) {
    throw new ActionError('E_FILE_TYPE', `'${display(name)}' is a directory; give a file or 'dir/*'`, {
      fix: `write '${display(name)}/*' for the files in it, '${display(name)}/**' for those below, too`,
    })
  }
  const kinds: readonly (readonly [boolean, string])[] = [
    [stats.isFIFO(), 'a FIFO'],
    [stats.isSocket(), 'a socket'],
    [stats.isCharacterDevice(), 'a character device'],
    [stats.isBlockDevice(), 'a block device'],
  ]
  const kind = kinds.find(([is]) => is)?.[1] ?? 'something else'
  throw new ActionError('E_FILE_TYPE', `'${display(name)}' is ${kind}, not a regular file`, {
    fix: 'write the bytes to a regular file first',
  })
}

/** inPlainPlace tells whether a file lies in the workspace with no symbolic link of its own on the way. */
export function inPlainPlace(file: SelectedFile, realWorkspace: string): boolean {
  return !path.isAbsolute(file.name) && file.realPath === path.join(realWorkspace, file.name)
}

function brokenLink(name: string): ActionError {
  return new ActionError('E_FILE_NOT_FOUND', `'${display(name)}' is a broken symbolic link`, {
    fix: ({ either }) =>
      either(
        'make the file that it points at in an earlier step of this job, or remove the link',
        'make the file that it points at',
      ),
  })
}

async function isSymbolicLink(file: string): Promise<boolean> {
  try {
    return (await lstat(file)).isSymbolicLink()
  } catch {
    return false
  }
}
