/*
 * Owns how names become files where a shell has matched its patterns already: whatever characters are in one, it is a name.
 * A signature file together with its file is what a shell's `image.iso*` brings along; alone, it would go unverified, and is
 * refused. Must not read any file.
 */
import { existsSync } from 'node:fs'
import { lstat } from 'node:fs/promises'
import path from 'node:path'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { fileError, isMissing, missingFile } from '../files/file-error.ts'
import { inspectFile, refuseName } from '../files/selected-file.ts'
import { fileOfSignature } from '../files/signature-names.ts'
import { suggestion } from './suggestion.ts'
import { distinctFiles } from './distinct-files.ts'
import type { Log, SelectedFile } from '../types.ts'

/**
 * namedFiles returns the files of these names, in their order, looked at but not read. Throws E_INPUT_FILES for a
 * signature file without its file, E_FILE_NOT_FOUND, and what inspectFile throws.
 */
export async function namedFiles(
  names: readonly string[],
  workspace: string,
  log: Log,
): Promise<readonly SelectedFile[]> {
  const paths = names.map((name) => path.resolve(workspace, name))
  const kept: string[] = []
  for (const [index, name] of names.entries()) {
    const file = paths[index] ?? ''
    const signed = fileOfSignature(file)
    if (signed === undefined) {
      await refuseMissing(file, name, workspace)
      kept.push(file)
    } else if (paths.includes(signed)) {
      const owner = `a signature file of '${display(names[paths.indexOf(signed)] ?? '')}'`
      const is = existsSync(file) ? `is ${owner} and is left out` : `would be ${owner}, but is not there`
      log.notice(`'${display(name)}' ${is}`)
    } else {
      throw new ActionError('E_INPUT_FILES', `'${display(name)}' looks like a signature`, {
        fix: 'name the file that it belongs to; rename this one if it is something else',
      })
    }
  }
  const files: SelectedFile[] = []
  for (const file of distinctFiles(kept, workspace, log)) files.push(await inspectFile(file, workspace))
  return files
}

async function refuseMissing(file: string, name: string, workspace: string): Promise<void> {
  try {
    await lstat(file)
  } catch (error) {
    if (!isMissing(error)) throw fileError(error, file, name)
    refuseName(name)
    throw missingFile(name, await suggestion(name, workspace))
  }
}
