/*
 * Owns which files the lines of a checksum file that this run makes can name, so that whoever has both can check them. Must
 * not touch the disk.
 */
import path from 'node:path'
import { assetName } from '../release/release-names.ts'
import { nameProblem } from '../selection/listed-names.ts'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import type { WantedChecksums } from '../types.ts'

/**
 * refuseUnlistable throws E_OUTPUT_NAME for the name of a subject whose line nobody could check: one that a line may not give,
 * that of the list itself, and, where the files are attached to a release, one that GitHub changes.
 */
export function refuseUnlistable(names: readonly string[], made: WantedChecksums, isAttached: boolean): void {
  for (const name of names) {
    const line = path.posix.basename(name)
    const problem = nameProblem(line, process.platform)
    if (problem !== undefined) {
      throw refused(
        `A checksum line cannot name '${display(line)}', which ${problem}`,
        `rename the file, or ${WITHOUT}`,
      )
    }
    if (made.kind === 'list' && made.name === line) {
      const message = `'${display(name)}' has the name of the list that 'write-checksums' makes, '${display(made.name)}'`
      throw refused(message, "give the list another name with 'write-checksums'")
    }
    const stored = assetName(line)
    if (isAttached && stored !== line) {
      const message = `'${display(line)}' is called '${display(stored)}' on a release, and its checksum line would name no file there`
      throw refused(message, `rename the file to '${display(stored)}', or ${WITHOUT}`)
    }
  }
}

const WITHOUT = "leave out 'write-checksums'"

function refused(message: string, fix: string): ActionError {
  return new ActionError('E_OUTPUT_NAME', message, { fix })
}
