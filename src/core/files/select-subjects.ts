/*
 * Owns what a run is about: the files that the inputs select, or the lines of a checksum file. Must not read the files.
 */
import { readChecksums, refuseUnlisted, subjectsByDigest, type Checksums } from './checksums.ts'
import { selectFiles, type FileTools } from './select-files.ts'
import type { SelectedFile, SignInputs, Subject } from '../types.ts'

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
  tools: FileTools,
): Promise<Selection> {
  const checksums = inputs.checksums === undefined ? undefined : await readChecksums(inputs.checksums, workspace)
  const files = inputs.files.length === 0 ? [] : await selectFiles(inputs.files, workspace, tools)
  if (checksums === undefined) return { files, checksums, byDigest: [], places: files }
  if (inputs.files.length === 0) {
    return { files, checksums, byDigest: subjectsByDigest(checksums), places: checksums.entries }
  }
  refuseUnlisted(checksums, files)
  return { files, checksums, byDigest: [], places: files }
}
