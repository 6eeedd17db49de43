/*
 * Owns what tests ask about a selection of files: the names in it, or why there is none.
 */
import { matchPattern } from '../../src/adapters/glob.ts'
import { selectFiles } from '../../src/core/selection/select-files.ts'
import { newLog } from './recording-log.ts'

/** names returns the names of the files that the lines select in a workspace. */
export async function names(workspace: string, ...lines: readonly string[]): Promise<readonly string[]> {
  return (await selectFiles(lines, workspace, { log: newLog(), matchPattern })).map(({ name }) => name)
}

/** failing returns what selecting throws, or `no error`. */
export function failing(workspace: string, ...lines: readonly string[]): Promise<unknown> {
  return selectFiles(lines, workspace, { log: newLog(), matchPattern }).then(
    () => 'no error',
    (error: unknown) => error,
  )
}
