/*
 * Owns the reading of what a run signs: each file once, one after the other, compared with its checksum line. Must not know
 * who signs it.
 */
import { assertListedDigest } from '../selection/checksums.ts'
import type { Selection } from '../selection/select-subjects.ts'
import { hashFile } from './hash-file.ts'
import { readingProgress } from './progress.ts'
import type { Log, Subject } from '../types.ts'

/**
 * readSubjects reads each file once, one after the other; by digest there is nothing to read, and the log says so. Throws
 * E_FILE_*, E_DIGEST_MISMATCH, or the signal's reason.
 */
export async function readSubjects(selection: Selection, log: Log, signal: AbortSignal): Promise<readonly Subject[]> {
  if (selection.kind === 'digests') {
    log.info('Signing by digest: this job does not read the files')
    return selection.subjects
  }
  const { files, listed } = selection
  const onProgress = readingProgress(files, log)
  const subjects: Subject[] = []
  for (const file of files) {
    const { subject } = await hashFile(file, { signal, onProgress })
    if (listed !== undefined) assertListedDigest(listed, subject)
    subjects.push(subject)
  }
  return subjects
}
