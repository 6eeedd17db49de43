/*
 * Owns the `checksums` input: a file or the lines themselves, where their names lead, and the comparison with files
 * that this job has. Must not hash anything.
 */
import path from 'node:path'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { looksLikeChecksumLine, parseChecksumLines } from './checksum-lines.ts'
import { MAXIMUM_SUBJECTS } from './distinct-files.ts'
import { shownPath } from '../files/names.ts'
import { readSmallFile } from '../files/small-file.ts'
import type { Sha256, Subject } from '../types.ts'

/** ListedDigest is one checksum line, its name as people say it and the absolute path that it leads to. */
export interface ListedDigest {
  /** Relative to the workspace where it lies inside, else absolute; as a SelectedFile's name. */
  readonly name: string
  readonly path: string
  readonly sha256: Sha256
}

/** Checksums are all lines, and the absolute directory that their names are relative to. */
export interface Checksums {
  readonly directory: string
  readonly entries: readonly ListedDigest[]
}

const MOST_BYTES = 16 * 1024 * 1024

/**
 * readChecksums returns the lines of the `checksums` input: of the file that it names, if it is one line that does not
 * look like a checksum line, else its own. Throws E_INPUT_CHECKSUMS, E_FILE_*.
 */
export async function readChecksums(input: string, workspace: string, platform = process.platform): Promise<Checksums> {
  const value = input.trim()
  const inline = /[\r\n]/.test(value) || looksLikeChecksumLine(value)
  const file = path.resolve(workspace, value)
  const directory = inline ? workspace : path.dirname(file)
  const lines = parseChecksumLines(inline ? input : await readChecksumFile(file, value), platform)
  const entries = lines.map(({ name, sha256 }) => {
    const named = path.resolve(directory, name)
    return { name: shownPath(workspace, named), path: named, sha256 }
  })
  return { directory, entries }
}

/** subjectsByDigest returns every line as a subject that this job does not read; throws E_INPUT_CHECKSUMS over the limit. */
export function subjectsByDigest({ entries }: Checksums): readonly Subject[] {
  if (entries.length <= MAXIMUM_SUBJECTS) return entries.map(({ name, sha256 }) => ({ name, sha256 }))
  throw new ActionError(
    'E_INPUT_CHECKSUMS',
    ({ subject }) => `${subject('checksums')} has ${entries.length} lines; the limit is ${MAXIMUM_SUBJECTS}`,
    {
      fix: 'sign the checksum file itself instead',
    },
  )
}

/** refuseUnlisted throws E_INPUT_CHECKSUMS unless each file, by its path, has a line. */
export function refuseUnlisted(
  checksums: Checksums,
  files: readonly { readonly name: string; readonly path: string }[],
): void {
  const listed = new Set(checksums.entries.map((entry) => entry.path))
  const missing = files.filter((file) => !listed.has(file.path)).map(({ name }) => `'${display(name)}'`)
  if (missing.length === 0) return
  const list = missing.slice(0, 5).join(', ')
  throw new ActionError('E_INPUT_CHECKSUMS', ({ subject }) => `${subject('checksums')} has no line for ${list}`, {
    fix: `add the line; names are relative to '${display(checksums.directory)}'`,
  })
}

/** assertListedDigest throws E_DIGEST_MISMATCH unless the file that was read has the digest of its line. */
export function assertListedDigest(checksums: Checksums, subject: Subject): void {
  refuseUnlisted(checksums, [{ name: subject.name, path: subject.path ?? '' }])
  const expected = checksums.entries.find((entry) => entry.path === subject.path)?.sha256
  if (expected === subject.sha256) return
  throw new ActionError(
    'E_DIGEST_MISMATCH',
    `'${display(subject.name)}': digest mismatch: expected ${expected}, got ${subject.sha256}`,
    { fix: 'the file is not the one that the checksums were made of; find out which of both was replaced' },
  )
}

async function readChecksumFile(file: string, name: string): Promise<string> {
  try {
    const text = await readSmallFile(file, name, MOST_BYTES)
    if (text !== undefined) return text
    throw new ActionError('E_INPUT_CHECKSUMS', `'${display(name)}' is too large for a checksum file`, {
      fix: 'give the SHA256SUMS file itself, not what it lists',
    })
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'E_FILE_NOT_FOUND') throw error
    throw new ActionError('E_INPUT_CHECKSUMS', `No such checksum file: '${display(name)}'`, {
      fix: ({ input }) =>
        `${input('checksums')} takes the path of a SHA256SUMS file, or its lines: 64 hex digits, two spaces, the file's name`,
      cause: error,
    })
  }
}
