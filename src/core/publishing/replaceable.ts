/*
 * Owns what a signature file may take the place of: a file of its own form, left by an earlier build, and nothing else.
 * Must not replace anything.
 */
import { lstatSync, statSync } from 'node:fs'
import path from 'node:path'
import { signatureForms } from '../bundle/signature-forms.ts'
import { isMissing, writeError } from '../files/file-error.ts'
import { signatureKind } from '../files/signature-names.ts'
import { readSmallFileSync } from '../files/small-file.ts'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'

/** Bytes; what is larger is nothing of ours. */
const MOST_BYTES = 4 * 1024 * 1024

/** S_ISVTX, which node:fs does not name. */
const STICKY = 0o1000

/**
 * refuseUnlessReplaceable throws E_OUTPUT_PATH unless nothing is at the path, or a regular file of the form that the end of
 * its name stands for; true if such a file is. `name` is for errors.
 */
export function refuseUnlessReplaceable(file: string, name: string): boolean {
  const kind = kindOf(file, name)
  if (kind === undefined) return false
  if (kind !== 'a file') throw refused(name, `is ${kind}`)
  const stands = signatureKind(file)
  const form = stands && signatureForms[stands]
  if (form?.isOf(textOf(file, name)) === true) return true
  throw refused(name, `is not what its name stands for, ${form?.text ?? 'a file that this run makes'}`)
}

function kindOf(file: string, name: string): string | undefined {
  try {
    const stats = lstatSync(file)
    if (stats.isFile()) {
      const isBarred = isBarredBySticky(process.geteuid?.(), stats, statSync(path.dirname(file)))
      return isBarred ? "another user's, in a directory where only they may replace it" : 'a file'
    }
    return stats.isSymbolicLink() ? 'a symbolic link' : stats.isDirectory() ? 'a directory' : 'a special file'
  } catch (error) {
    if (isMissing(error)) return undefined
    throw writeError('E_OUTPUT_PATH', error, name)
  }
}

/** isBarredBySticky tells whether a directory's sticky bit keeps a user from replacing a file in it; false without user ids. */
export function isBarredBySticky(
  user: number | undefined,
  file: { readonly uid: number },
  directory: { readonly uid: number; readonly mode: number },
): boolean {
  if (user === undefined || user === 0) return false
  return (directory.mode & STICKY) !== 0 && user !== file.uid && user !== directory.uid
}

function textOf(file: string, name: string): string {
  try {
    return readSmallFileSync(file, name, MOST_BYTES) ?? ''
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    throw refused(name, `cannot be told from a file of somebody else's (${error.message})`, error)
  }
}

function refused(name: string, problem: string, cause?: unknown): ActionError {
  return new ActionError('E_OUTPUT_PATH', `'${display(name)}' ${problem}; it is not replaced`, {
    fix: "remove it, if nobody needs it, or name another place for the signature files with 'output-directory'",
    cause,
  })
}
