/*
 * Owns what a shell's pattern may slip into a command line: the name of a file that reads as an option. Must not know the
 * options, nor read a file.
 */
import { lstatSync } from 'node:fs'
import { display } from '../../core/shared/display.ts'
import { ActionError } from '../../core/shared/errors.ts'

/**
 * refuseFileNames throws E_INPUT for a word, before `--`, that begins with a dash and names something in the current
 * directory: nobody can tell whether it was meant, and it may say less of the signer than those that were.
 */
export function refuseFileNames(words: readonly string[]): void {
  const end = words.indexOf('--')
  const word = words.slice(0, end === -1 ? undefined : end).find((one) => /^-./.test(one) && isHere(one))
  if (word === undefined) return
  throw new ActionError('E_INPUT', `'${display(word)}' is an option and the name of a file here`, {
    fix: "write './*' in place of '*', or '--' before the files; where the option is meant, rename that file",
  })
}

function isHere(name: string): boolean {
  try {
    // As it stands: a path that was normalized could lead elsewhere.
    lstatSync(name)
    return true
  } catch {
    return false
  }
}
