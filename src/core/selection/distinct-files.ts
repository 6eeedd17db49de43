import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { shownPath } from '../files/names.ts'
import type { Log } from '../types.ts'

/** MAXIMUM_SUBJECTS is how many files one run takes at most. */
export const MAXIMUM_SUBJECTS = 1024

/** distinctFiles returns the absolute paths, each once; throws E_INPUT_FILES over the limit of files. */
export function distinctFiles(paths: readonly string[], workspace: string, log: Log): readonly string[] {
  const unique = new Set<string>()
  for (const file of paths) {
    if (unique.has(file)) log.info(`'${display(shownPath(workspace, file))}' is listed twice; it counts once`)
    unique.add(file)
  }
  if (unique.size <= MAXIMUM_SUBJECTS) return [...unique]
  throw new ActionError(
    'E_INPUT_FILES',
    ({ subject }) => `${subject('files')} matched ${unique.size} files; the limit is ${MAXIMUM_SUBJECTS}`,
    { fix: ({ either }) => `name fewer, or ${either('sign', 'verify')} one SHA256SUMS file that lists them all` },
  )
}
