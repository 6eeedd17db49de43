/*
 * Owns the one directory below RUNNER_TEMP in which this run and its libraries keep files for a while. It goes when the
 * process does, however that ends, so that nobody else has to tidy up in time. Must not know what is kept in it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { systemReason } from '../../core/files/file-error.ts'
import { display } from '../../core/shared/display.ts'
import { ActionError } from '../../core/shared/errors.ts'

/** privateDirectory makes that directory below `parent` (absolute) and returns its path; throws E_ENV where it cannot. */
export function privateDirectory(parent: string): string {
  const directory = makeIn(parent)
  process.once('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }))
  return directory
}

function makeIn(parent: string): string {
  try {
    return mkdtempSync(path.join(parent, 'keyless-sign-'))
  } catch (cause) {
    throw new ActionError('E_ENV', `Nothing can be kept in RUNNER_TEMP, '${display(parent)}': ${systemReason(cause)}`, {
      fix: 'free space on its disk, and let no earlier step change RUNNER_TEMP or who may write to it',
      cause,
    })
  }
}
