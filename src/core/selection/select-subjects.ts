/*
 * Owns what a run is about: the files that the inputs select, or the lines of a checksum file. Must not read the files.
 */
import { assertUnchanged } from '../files/file-change.ts'
import { matchFiles, readChecksums, subjectsByDigest, type Checksums, type ListedFiles } from './checksums.ts'
import { namedFiles } from './named-files.ts'
import { selectFiles } from './select-files.ts'
import type { Log, MatchPattern, SelectedFile, SignInputs, Subject, Work } from '../types.ts'

/** SelectTools are what the selection needs from outside; without `matchPattern`, files are names and never patterns. */
export interface SelectTools {
  readonly log: Log
  readonly matchPattern: MatchPattern | undefined
}

/** FileSelection is files to be read, and the digests that they must have where `checksums` lists any. */
export interface FileSelection {
  readonly kind: 'files'
  readonly files: readonly SelectedFile[]
  readonly listed: ListedFiles | undefined
}

/** DigestSelection is checksum lines alone: this job does not read the files. */
export interface DigestSelection {
  readonly kind: 'digests'
  readonly checksums: Checksums
  readonly subjects: readonly Subject[]
}

/** Selection is what a run is about, before it was read. */
export type Selection = FileSelection | DigestSelection

/** Place is the name and absolute path of a subject to come; the path of a checksum line may lead to no file. */
export interface Place {
  readonly name: string
  readonly path: string
}

/** selectSubjects resolves the inputs. Throws E_INPUT_FILES, E_INPUT_CHECKSUMS, E_FILE_*. */
export async function selectSubjects(
  inputs: Pick<SignInputs, 'files' | 'checksums'> & Partial<Pick<SignInputs, 'writeChecksums'>>,
  workspace: string,
  { log, matchPattern }: SelectTools,
  work: Work = 'signing',
): Promise<Selection> {
  const checksums = inputs.checksums === undefined ? undefined : await readChecksums(inputs.checksums, workspace)
  if (checksums !== undefined && inputs.files.length === 0) {
    return { kind: 'digests', checksums, subjects: subjectsByDigest(checksums) }
  }
  const files =
    matchPattern === undefined
      ? await namedFiles(inputs.files, workspace, log)
      : await selectFiles(inputs.files, workspace, { log, matchPattern, made: inputs.writeChecksums }, work)
  return { kind: 'files', files, listed: checksums && matchFiles(checksums, files) }
}

/** placesOf returns where every subject is named to be, in their order. */
export function placesOf(selection: Selection): readonly Place[] {
  return selection.kind === 'files' ? selection.files : selection.checksums.entries
}

/** assertSelectionUnchanged throws E_FILE_CHANGED unless every file to be read is still the one that was selected. */
export async function assertSelectionUnchanged(selection: Selection, after: Work): Promise<void> {
  if (selection.kind === 'digests') return
  for (const file of selection.files) await assertUnchanged(file, after)
}
