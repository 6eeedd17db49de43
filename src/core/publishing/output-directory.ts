/*
 * Owns the directories that signature files go to: one is made and tried, or, where nothing may change, judged by what is
 * there. Must not know which files go there.
 */
import { randomUUID } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { errorNumberName, isMissing, writeError } from '../files/file-error.ts'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'

/** /proc and /sys of Linux (statfs(2)), where root may write, but nobody can make a file. */
const WITHOUT_FILES: readonly number[] = [0x9fa0, 0x62656572]

/** openDirectory makes a directory and writes a file there that it removes at once. Throws E_OUTPUT_PATH. */
export function openDirectory(directory: string): void {
  makeDirectory(directory)
  tryToWrite(directory)
}

/**
 * judgeDirectory throws E_OUTPUT_PATH where openDirectory surely would, by the directory or the nearest above it that is there;
 * changes nothing.
 */
export function judgeDirectory(directory: string): void {
  try {
    const nearest = nearestThere(directory)
    if (!statSync(nearest).isDirectory()) throw notDirectory(directory)
    accessSync(nearest, constants.W_OK | constants.X_OK)
    if (!WITHOUT_FILES.includes(statfsSync(nearest).type)) return
  } catch (error) {
    throw writeError('E_OUTPUT_PATH', error, directory)
  }
  throw new ActionError('E_OUTPUT_PATH', `cannot write '${display(directory)}': the system keeps no files there`, {
    fix: "name another place with 'output-directory'",
  })
}

function makeDirectory(directory: string): void {
  try {
    makeWithParents(directory)
    if (!statSync(directory).isDirectory()) throw notDirectory(directory)
  } catch (error) {
    throw writeError('E_OUTPUT_PATH', error, directory)
  }
}

/** Not mkdir's own way, which never ends where a parent is there but takes no directory, as /proc. */
function makeWithParents(directory: string): void {
  if (existsSync(directory)) return
  makeWithParents(path.dirname(directory))
  try {
    mkdirSync(directory)
  } catch (error) {
    if (errorNumberName(error) !== 'EEXIST') throw error
  }
}

/** Permission bits do not tell about read-only mounts, quotas or a missing root privilege: only writing does. */
function tryToWrite(directory: string): void {
  const file = path.join(directory, `.keyless-sign-${randomUUID()}`)
  try {
    writeFileSync(file, '', { flag: 'wx' })
    rmSync(file)
  } catch (error) {
    throw writeError('E_OUTPUT_PATH', error, directory)
  }
}

/** A link counts as there, wherever it leads. */
function nearestThere(file: string): string {
  try {
    lstatSync(file)
    return file
  } catch (error) {
    const above = path.dirname(file)
    if (!isMissing(error) || above === file) throw error
    return nearestThere(above)
  }
}

function notDirectory(directory: string): ActionError {
  return new ActionError('E_OUTPUT_PATH', `cannot write to '${display(directory)}': not a directory`, {
    fix: "name a directory with 'output-directory'",
  })
}
