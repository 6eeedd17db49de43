/*
 * Owns what becomes of the signature files that the lines of `files` catch: none is a file of the run, each is told, and those
 * of no file of the run by name together, since whoever publishes what a pattern matches publishes them, too. Must not read them.
 */
import { display, listed } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { shownPath } from '../files/names.ts'
import { fileOfSignature } from '../files/signature-names.ts'
import type { Log, Work } from '../types.ts'

/** How many are named: a line of the log has an end. */
const MOST_NAMED = 50

/** FoundFiles are absolute paths that one line of `files` led to; `literal` where the line is a name, not a pattern. */
export interface FoundFiles {
  readonly literal: boolean
  readonly files: readonly string[]
}

/** withoutSignatures returns the files that are no signature files, in their order. Throws E_INPUT_FILES where a line names one. */
export function withoutSignatures(
  found: readonly FoundFiles[],
  workspace: string,
  { log, work }: { readonly log: Log; readonly work: Work },
): readonly string[] {
  const shown = (file: string): string => `'${display(shownPath(workspace, file))}'`
  const kept = found.flatMap(({ files }) => files).filter((file) => fileOfSignature(file) === undefined)
  const selected = new Set(kept)
  const orphans = new Set<string>()
  for (const { literal, files } of found) {
    for (const file of files) {
      const owner = fileOfSignature(file)
      if (owner === undefined) continue
      if (literal) {
        throw new ActionError('E_INPUT_FILES', `${shown(file)} looks like a signature`, {
          fix: 'name the file that it belongs to; rename this one if it is something else',
        })
      }
      if (selected.has(owner)) log.info(`${shown(file)} looks like a signature and is left out`)
      else orphans.add(shown(file))
    }
  }
  if (orphans.size > 0) tellOrphans([...orphans], log, work)
  return kept
}

/** Signed files get new signatures beside them; verified ones lie beside signatures that nobody has looked at. */
function tellOrphans(names: readonly string[], log: Log, work: Work): void {
  const list = listed(names, MOST_NAMED)
  const publishing = 'whoever publishes what the patterns match publishes them, too'
  if (work === 'signing') {
    log.notice(`Left out, since they look like signatures of files that are not signed here: ${list}; ${publishing}`)
  } else {
    log.warning(`Left out and not verified, since their files are not verified here: ${list}; ${publishing}`)
  }
}
