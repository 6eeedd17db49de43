/*
 * Owns one file on its way to its place, step by step, each with the way back. Must not know of the others.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, constants, existsSync, fchmodSync, linkSync, lstatSync, openSync } from 'node:fs'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { writeError } from '../files/file-error.ts'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import type { Text, WrittenFile } from '../types.ts'

/** StagedFile is a text, the path that it is for, and two others in the same directory: for itself, and for the older file. */
export interface StagedFile {
  readonly target: string
  readonly temporary: string
  readonly older: string
  readonly text: Text
}

/** Undo takes back one step. */
export type Undo = () => void

const MODE = 0o644

/** stagedFile returns a file that nothing was done for yet. */
export function stagedFile({ path: target, text }: WrittenFile): StagedFile {
  const besides = (): string => path.join(path.dirname(target), `.keyless-sign-${randomUUID()}`)
  return { target, temporary: besides(), older: besides(), text }
}

/** stage writes the text to its temporary path, mode 0644 whatever the umask. Throws E_OUTPUT_WRITE, as all steps do. */
export function stage({ target, temporary, text }: StagedFile): Undo {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
  const undo = (): void => {
    rmSync(temporary, { force: true })
  }
  let isOurs = false
  try {
    const descriptor = openSync(temporary, flags, MODE)
    isOurs = true
    try {
      writeFileSync(descriptor, text())
      fchmodSync(descriptor, MODE)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    // What had this name before is somebody else's.
    if (isOurs) undo()
    throw writeError('E_OUTPUT_WRITE', error, target)
  }
  return undo
}

/**
 * setAside keeps the older file under a second name, so that the first is never without a file. Where that cannot be (another
 * user's file, a file system without hard links) it is moved, which fails where this user may not replace it either.
 */
export function setAside(file: StagedFile): Undo {
  const { target, older } = file
  try {
    if (!hasSecondName(target, older)) renameSync(target, older)
  } catch (error) {
    throw writeError('E_OUTPUT_WRITE', error, target)
  }
  return () => {
    // Where the new file could not be taken back, the second name is the last one that the older file has.
    if (isOneFile(target, older)) rmSync(older)
    else putBack(file)
  }
}

/** place gives the staged text its path, in place of whatever is there. */
export function place(file: StagedFile): Undo {
  const { target, temporary, older } = file
  try {
    renameSync(temporary, target)
  } catch (error) {
    throw writeError('E_OUTPUT_WRITE', error, target)
  }
  return () => {
    if (existsSync(older)) putBack(file)
    else rmSync(target, { force: true })
  }
}

/** readBack throws E_OUTPUT_WRITE unless the path holds the text's very bytes. */
export function readBack({ target, text }: StagedFile): void {
  let same: boolean
  try {
    // As text, which leaves no buffer behind for each of thousands of files: Node decodes no two contents alike, save those
    // that are no UTF-8, and then to a character that no signature file has.
    same = readFileSync(target, 'utf8') === text()
  } catch (error) {
    throw writeError('E_OUTPUT_WRITE', error, target)
  }
  if (same) return
  throw new ActionError('E_OUTPUT_WRITE', `'${display(target)}' holds other bytes than were written to it`, {
    fix: 'check the disk of the runner, and that no other step writes the same file',
  })
}

function hasSecondName(target: string, older: string): boolean {
  try {
    linkSync(target, older)
    return true
  } catch {
    return false
  }
}

/** For two names in one directory, and so on one file system. */
function isOneFile(...names: readonly [string, string]): boolean {
  const [one, other] = names.map((name) => lstatSync(name, { bigint: true, throwIfNoEntry: false }))
  return one !== undefined && one.ino === other?.ino
}

function putBack({ target, older }: StagedFile): void {
  if (existsSync(older)) renameSync(older, target)
}
