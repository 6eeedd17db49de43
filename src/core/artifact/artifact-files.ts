/*
 * Owns the look whether the files of an artifact still hold what was written, from which it is uploaded. Must not wait for what
 * has taken their place.
 */
import { readSmallFile } from '../files/small-file.ts'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import type { ArtifactMember } from '../types.ts'

/** checkFiles resolves when each file has exactly its text; throws E_UPLOAD_CONTENT. */
export async function checkFiles(members: readonly ArtifactMember[]): Promise<void> {
  for (const member of members) await checkFile(member)
}

async function checkFile(member: ArtifactMember): Promise<void> {
  let problem = 'changed'
  let cause: unknown
  try {
    const text = member.text()
    if ((await readSmallFile(member.path, member.path, Buffer.byteLength(text))) === text) return
  } catch (error) {
    problem = 'cannot be read any more'
    cause = error
  }
  throw new ActionError('E_UPLOAD_CONTENT', `'${display(member.path)}' ${problem} after it was written`, {
    fix: 'let no other step or process touch the signature files while this step runs',
    cause,
  })
}
