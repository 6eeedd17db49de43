/*
 * Owns what a run is about: the files that the inputs select, or the lines of a checksum file, and the reading of those
 * files. Must not know who signs them.
 */
import { assertListedDigest, readChecksums, refuseUnlisted, subjectsByDigest, type Checksums } from './checksums.ts'
import { progress } from '../hashing/progress.ts'
import { hashFile } from '../hashing/hash-file.ts'
import type { Log, SelectedFile, SignInputs, Subject } from '../types.ts'

/** SelectFiles finds the files that the lines of `files` name; throws E_INPUT_FILES, E_FILE_*. */
export type SelectFiles = (lines: readonly string[], workspace: string, log: Log) => Promise<readonly SelectedFile[]>

/** Selection is what a run is about, before it was read; without files, the checksum lines are all there is. */
export interface Selection {
  readonly files: readonly SelectedFile[]
  readonly checksums: Checksums | undefined
  /** What the lines list, where there are no files. */
  readonly byDigest: readonly Subject[]
  /** Name and absolute path of every subject to come, in their order; the path of a line may lead to no file. */
  readonly places: readonly { readonly name: string; readonly path: string }[]
}

/** selectSubjects resolves the inputs. Throws E_INPUT_FILES, E_INPUT_CHECKSUMS, E_FILE_*. */
export async function selectSubjects(
  inputs: Pick<SignInputs, 'files' | 'checksums'>,
  workspace: string,
  log: Log,
  selectFiles: SelectFiles,
): Promise<Selection> {
  const checksums = inputs.checksums === undefined ? undefined : await readChecksums(inputs.checksums, workspace)
  const files = inputs.files.length === 0 ? [] : await selectFiles(inputs.files, workspace, log)
  if (checksums === undefined) return { files, checksums, byDigest: [], places: files }
  if (inputs.files.length === 0) {
    return { files, checksums, byDigest: subjectsByDigest(checksums), places: checksums.entries }
  }
  refuseUnlisted(checksums, files)
  return { files, checksums, byDigest: [], places: files }
}

/** readSubjects reads each file once, one after the other; throws E_FILE_*, E_DIGEST_MISMATCH, or the signal's reason. */
export async function readSubjects(selection: Selection, log: Log, signal: AbortSignal): Promise<readonly Subject[]> {
  const { files, checksums } = selection
  if (files.length === 0) return selection.byDigest
  const total = files.reduce((sum, file) => sum + Number(file.facts.size), 0)
  const onProgress = progress(total, log)
  const subjects: Subject[] = []
  for (const file of files) {
    const { subject } = await hashFile(file, { signal, onProgress })
    if (checksums !== undefined) assertListedDigest(checksums, subject)
    subjects.push(subject)
  }
  return subjects
}
