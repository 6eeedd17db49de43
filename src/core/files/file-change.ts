/*
 * Owns the proof that a file is still the very one that was selected. Must not read its bytes.
 */
import { stat } from 'node:fs/promises'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { fileError, isMissing } from './file-error.ts'
import { factsOf } from './selected-file.ts'
import type { FileFacts, SelectedFile, Work } from '../types.ts'

/**
 * assertUnchanged throws E_FILE_CHANGED unless the path still leads to the very file that was selected and hashed; for
 * the moment before anything is said about it.
 */
export async function assertUnchanged(file: SelectedFile, after: Work): Promise<void> {
  const change = difference(file.facts, await factsNow(file))
  if (change !== undefined) throw changed(file, `changed after ${after} (${change})`)
}

/** difference says what differs between two states of a file, or undefined. */
export function difference(before: FileFacts, now: FileFacts | undefined): string | undefined {
  if (now === undefined) return 'it was deleted'
  if (before.dev !== now.dev || before.ino !== now.ino) return 'another file took its place'
  if (before.size !== now.size) return `it has ${now.size} bytes now`
  if (before.mtimeNs !== now.mtimeNs) return 'it was written to'
  if (before.ctimeNs !== now.ctimeNs) return 'its mode, owner, links or times changed'
  return undefined
}

/** factsNow returns the facts of what the file's path leads to now, undefined where it was deleted; throws E_FILE_*. */
export async function factsNow(file: SelectedFile): Promise<FileFacts | undefined> {
  try {
    return factsOf(await stat(file.path, { bigint: true }))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw fileError(error, file.path, file.name)
  }
}

/** changed returns E_FILE_CHANGED for a file; `what` says how that was seen. */
export function changed(file: SelectedFile, what: string): ActionError {
  return new ActionError('E_FILE_CHANGED', `'${display(file.name)}' ${what}`, {
    fix: 'run this after the last step that touches the file; nothing else may write to it meanwhile',
  })
}
