/*
 * Owns which file names we refuse because they cannot be shown or carried safely, and how a path is shown. Must not touch the
 * disk.
 */
import path from 'node:path'
import { escapeInvisible } from '../shared/display.ts'

// A tab is harmless in a log line, an output and a command; every other C0, C1 and DEL is not.
const controlCharacter = /(?!\t)\p{Cc}/u

/**
 * fileNameProblem returns what makes a name unusable ("contains a control character (\n)", "is not valid UTF-8"), or
 * undefined. Node decodes a byte that is not UTF-8 to U+FFFD, and such a name then leads to no file.
 */
export function fileNameProblem(name: string): string | undefined {
  const found = controlCharacter.exec(name)
  if (found !== null) return `contains a control character (${escapeInvisible(found[0])})`
  if (/[\uFFFD\p{Surrogate}]/u.test(name)) return 'is not valid UTF-8'
  return undefined
}

/** isInside tells whether an absolute path is a directory or lies below it; symbolic links are the caller's. */
export function isInside(file: string, directory: string): boolean {
  const relative = path.relative(directory, file)
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative)
}

/** shownPath returns a path relative to the workspace where it lies inside, else absolute; with `/` on every system. */
export function shownPath(workspace: string, absolute: string): string {
  const relative = path.relative(workspace, absolute)
  const outside =
    relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)
  return (outside ? absolute : relative).replaceAll(path.sep, '/')
}
