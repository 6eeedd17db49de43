/*
 * Owns the translation of the system's file errors into ours, with what a person needs to fix them: mode, owner, the
 * directory that bars the way; and putting a file's name in front of what was found wrong with it. Must not decide what an operation's failure means for the run.
 */
import { accessSync, constants, lstatSync } from 'node:fs'
import path from 'node:path'
import { getSystemErrorMessage } from 'node:util'
import { display } from '../shared/display.ts'
import { ActionError, type ErrorCode } from '../shared/errors.ts'

/** errorNumberName returns the system's name of a file error (`ENOENT`), or '' for any other error. */
export function errorNumberName(error: unknown): string {
  return hasProperty(error, 'code') && typeof error.code === 'string' ? error.code : ''
}

/** errorPath returns the path that a file error is about, where the system named one. */
export function errorPath(error: unknown): string | undefined {
  return hasProperty(error, 'path') && typeof error.path === 'string' ? error.path : undefined
}

/** isMissing tells whether a file error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorNumberName(error))
}

/** systemReason returns the system's own words for a file error: "no space left on device". */
export function systemReason(error: unknown): string {
  const name = errorNumberName(error)
  if (name === 'EIO') return 'input/output error'
  if (hasProperty(error, 'errno') && typeof error.errno === 'number') {
    return `${getSystemErrorMessage(error.errno)} (${name})`
  }
  return hasProperty(error, 'message') ? display(String(error.message)) : 'unknown error'
}

/** missingFile returns E_FILE_NOT_FOUND for a name, with its fix. */
export function missingFile(name: string, fix: string): ActionError {
  return new ActionError('E_FILE_NOT_FOUND', `No such file: '${display(name)}'`, { fix })
}

/**
 * fileError returns the ActionError (E_FILE_*) for a system error met while the file at an absolute path was looked at or
 * read; `name` is what people call it.
 */
export function fileError(error: unknown, file: string, name: string = file): ActionError {
  if (error instanceof ActionError) return error
  const shown = display(name)
  switch (errorNumberName(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return missingFile(name, 'check that an earlier step of this job makes the file')
    case 'ELOOP':
      return new ActionError('E_FILE_LOOP', `'${shown}' is a loop of symbolic links`, {
        fix: 'make the link point at a file',
        cause: error,
      })
    case 'ENAMETOOLONG':
      return new ActionError('E_FILE_NAME', `'${shown}': file name too long`, { fix: 'shorten it', cause: error })
    case 'EACCES':
    case 'EPERM':
      return new ActionError('E_FILE_PERMISSION', `permission denied: ${whoMayNot(file, name)}`, {
        fix: 'make it readable for the user that runs this job (chmod a+r; a+x for a directory)',
        cause: error,
      })
    default:
      return new ActionError('E_FILE_READ', `cannot read '${shown}': ${systemReason(error)}`, {
        fix: 'check the disk of the runner, then run the job again',
        cause: error,
      })
  }
}

/** stalledFile returns E_FILE_STALLED: no byte came for so many milliseconds; `name` is the file's, where it is known. */
export function stalledFile(milliseconds: number, name?: string): ActionError {
  const about = name === undefined ? 'No byte' : `'${display(name)}': no byte`
  return new ActionError('E_FILE_STALLED', `${about} could be read for ${milliseconds / 1000} seconds`, {
    fix: 'check the disk or the network share that the file lies on, then run the job again',
  })
}

/** writeError returns an ActionError of `code` for a system error met while `file` was made: `cannot write 'x': why`. */
export function writeError(code: ErrorCode, error: unknown, file: string): ActionError {
  if (error instanceof ActionError) return error
  return new ActionError(code, `cannot write '${display(file)}': ${systemReason(error)}`, {
    fix: "free or open the place, or name another one with 'output-directory'",
    cause: error,
  })
}

/** whoMayNot names the first directory on the way that cannot be entered, or the file itself, with mode and owner. */
function whoMayNot(file: string, name: string): string {
  const directories: string[] = []
  for (let directory = path.dirname(file); !directories.includes(directory); directory = path.dirname(directory)) {
    directories.unshift(directory)
  }
  const barrier = directories.find((directory) => !mayEnter(directory))
  const place = barrier === undefined ? `'${display(name)}'` : `directory '${display(barrier)}'`
  return `${place}${modeAndOwner(barrier ?? file)}`
}

/** Errors of the system may come from another realm than our Error class, so only their properties tell. */
function hasProperty<Name extends string>(value: unknown, name: Name): value is Readonly<Record<Name, unknown>> {
  return typeof value === 'object' && value !== null && name in value
}

function mayEnter(directory: string): boolean {
  try {
    accessSync(directory, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function modeAndOwner(file: string): string {
  try {
    const { mode, uid, gid } = lstatSync(file)
    const octal = (mode & 0o7777).toString(8).padStart(4, '0')
    return ` (mode ${octal}, owner ${uid}:${gid}; this job runs as ${process.getuid?.() ?? 'another user'})`
  } catch {
    return ''
  }
}

/** aboutFile does `work`; an ActionError out of it comes again with the file's name in front of its message. */
export function aboutFile<T>(name: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    const message = `'${display(name)}': ${error.message}`
    throw new ActionError(error.code, message, { fix: error.fix, cause: error.cause })
  }
}
