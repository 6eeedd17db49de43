/*
 * Owns the reading of what a run signs: each file once, one after the other, compared with its checksum line. Must not know
 * who signs it.
 */
import { assertListedDigest } from '../selection/checksums.ts'
import type { Selection } from '../selection/select-subjects.ts'
import { hashFiles, type HashTools } from './hash-files.ts'
import type { Subject } from '../types.ts'

/**
 * readSubjects reads each file once, one after the other; by digest there is nothing to read, and the log says so. Throws
 * E_FILE_*, E_DIGEST_MISMATCH, or the signal's reason.
 */
export async function readSubjects(
  selection: Selection,
  tools: HashTools,
  signal: AbortSignal,
): Promise<readonly Subject[]> {
  if (selection.kind === 'digests') {
    tools.log.info('Signing by digest: this job does not read the files')
    tools.onNearEnd?.()
    return selection.subjects
  }
  const { files, listed } = selection
  const toHash = files.map((file) => ({ file, algorithm: 'sha256' }) as const)
  const check = (subject: Subject): void => {
    if (listed !== undefined) assertListedDigest(listed, subject)
  }
  const hashed = await hashFiles(toHash, tools, { mostAtATime: 1, check }, signal)
  return hashed.map(({ subject }) => subject)
}
