/*
 * Owns what becomes of checksum files that patterns of `files` catch and that this run makes itself, or finds made: they are
 * no files to sign for a second time. Must not read them.
 */
import path from 'node:path'
import { display } from '../shared/display.ts'
import { checksumSuffix } from '../files/signature-names.ts'
import { shownPath } from '../files/names.ts'
import type { FoundFiles } from './left-out.ts'
import type { Log, WantedChecksums } from '../types.ts'

/** withoutMade returns what was found less the checksum files of this run that no line names as they are; each is told. */
export function withoutMade(
  found: readonly FoundFiles[],
  made: WantedChecksums,
  workspace: string,
  log: Log,
): readonly FoundFiles[] {
  const all = new Set(found.flatMap(({ files }) => files))
  const isMade = (file: string): boolean =>
    made.kind === 'list'
      ? path.basename(file) === made.name
      : file.endsWith(checksumSuffix) && all.has(file.slice(0, -checksumSuffix.length))
  return found.map(({ literal, files }) => {
    const kept = literal ? files : files.filter((file) => !isMade(file))
    for (const file of files.filter((each) => !kept.includes(each))) {
      log.info(`'${display(shownPath(workspace, file))}' is what 'write-checksums' makes, and is left out`)
    }
    return { literal, files: kept }
  })
}
