/*
 * Owns the checksum files that `write-checksums` asks for: what each holds once the digests are known, and whether one that is
 * there already says the same. Must not write them: they are written together with the signatures, all or none.
 */
import { lstatSync } from 'node:fs'
import path from 'node:path'
import { isMissing, writeError } from '../files/file-error.ts'
import { readSmallFileSync } from '../files/small-file.ts'
import { formatChecksumLine, parseChecksumLines } from '../selection/checksum-lines.ts'
import { display } from '../shared/display.ts'
import { sha256Of } from '../shared/encoding.ts'
import { ActionError } from '../shared/errors.ts'
import type { ChecksumFile, Sha256, Subject, WrittenFile } from '../types.ts'
import type { PlannedOutput } from './output-plan.ts'

/** Bytes; no list of as many files as a run takes has so many. */
const MOST_BYTES = 1024 * 1024

interface Line {
  readonly name: string
  readonly sha256: Sha256
}

/** refuseUnlessPlain throws E_OUTPUT_PATH where anything but a regular file is in a checksum file's place. */
export function refuseUnlessPlain(file: string, name: string): void {
  try {
    if (lstatSync(file).isFile()) return
  } catch (error) {
    if (isMissing(error)) return
    throw writeError('E_OUTPUT_PATH', error, name)
  }
  throw refused(name, 'is no regular file')
}

/**
 * withChecksums returns the subjects with the checksum files that the plan has places for, and behind them the list, as one
 * more subject, where the plan has one. Throws E_OUTPUT_PATH where one is there that says something else.
 */
export function withChecksums(subjects: readonly Subject[], outputs: readonly PlannedOutput[]): readonly Subject[] {
  const lines = subjects.map(({ name, sha256 }) => ({ name: path.posix.basename(name), sha256 }))
  const all = subjects.map((subject, index) => {
    const output = outputs[index]
    return output?.paths.checksums === undefined
      ? subject
      : { ...subject, checksums: checksumFile(output.paths.checksums, lines.slice(index, index + 1)) }
  })
  const list = outputs[subjects.length]
  return list?.paths.checksums === undefined ? all : [...all, listSubject(list.name, list.paths.checksums, lines)]
}

/** assertKept throws unless a file that is kept holds its text: E_FILE_CHANGED, E_OUTPUT_PATH where it is no regular file, E_FILE_*. */
export function assertKept({ path: file, text }: WrittenFile): void {
  refuseUnlessPlain(file, file)
  if (existing(file) === text()) return
  throw new ActionError(
    'E_FILE_CHANGED',
    `'${display(file)}' changed after it was found to hold the digests of this run`,
    {
      fix: 'run this after the last step that touches the file; nothing else may write to it meanwhile',
    },
  )
}

function listSubject(name: string, file: string, lines: readonly Line[]): Subject {
  const checksums = checksumFile(file, lines)
  const bytes = Buffer.from(checksums.text)
  return { name, sha256: sha256Of(bytes), size: bytes.length, path: file, checksums }
}

function checksumFile(file: string, lines: readonly Line[]): ChecksumFile {
  const text = lines.map(({ name, sha256 }) => `${formatChecksumLine(name, sha256)}\n`).join('')
  const older = existing(file)
  if (older === undefined) return { path: file, text, isThere: false }
  if (older === text || saysTheSame(older, lines)) return { path: file, text: older, isThere: true }
  throw refused(file, 'is there already and says something else than the files of this run')
}

function existing(file: string): string | undefined {
  try {
    return readSmallFileSync(file, file, MOST_BYTES) ?? ''
  } catch (error) {
    if (error instanceof ActionError && error.code === 'E_FILE_NOT_FOUND') return undefined
    throw error
  }
}

function saysTheSame(text: string, lines: readonly Line[]): boolean {
  // What is no UTF-8 would be published as other bytes than it has on the disk.
  if (text.includes('\uFFFD')) return false
  try {
    const listed = new Map(parseChecksumLines(text).map(({ name, sha256 }) => [name, sha256]))
    return listed.size === lines.length && lines.every(({ name, sha256 }) => listed.get(name) === sha256)
  } catch (error) {
    if (error instanceof ActionError) return false
    throw error
  }
}

function refused(name: string, problem: string): ActionError {
  return new ActionError('E_OUTPUT_PATH', `'${display(name)}' ${problem}; it is not replaced`, {
    fix: "remove it, if nobody needs it, name another place with 'output-directory', or leave out 'write-checksums'",
  })
}
