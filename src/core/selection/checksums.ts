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

/** Named is a file by its name and absolute path. */
interface Named {
  readonly name: string
  readonly path: string
}

/** ListedFiles are the digests that files must have, by their absolute paths. */
export type ListedFiles = ReadonlyMap<string, Sha256>

/**
 * matchFiles returns the digest that a line gives to each file: the line of its path, else that of its base name, where no other
 * digest and no other file lays claim to it. Throws E_INPUT_CHECKSUMS for a file without such a line.
 */
export function matchFiles(checksums: Checksums, files: readonly Named[]): ListedFiles {
  const byPath = new Map(checksums.entries.map((entry) => [entry.path, entry.sha256]))
  const paths = new Set(files.map((file) => file.path))
  const others = files.filter((file) => !byPath.has(file.path))
  const free = checksums.entries.filter((entry) => !paths.has(entry.path))
  const candidates = (file: Named): readonly Sha256[] => [
    ...new Set(free.filter((entry) => haveOneName(entry, file)).map(({ sha256 }) => sha256)),
  ]
  const missing = others.filter((file) => candidates(file).length === 0)
  if (missing.length > 0) throw unlisted(checksums, missing)
  for (const file of others) {
    const [sha256, ...rivals] = candidates(file)
    if (sha256 === undefined || rivals.length > 0) throw ambiguous(checksums, file, 'several lines have its base name')
    if (others.some((other) => other !== file && haveOneName(other, file))) {
      throw ambiguous(checksums, file, 'another file has its base name, too')
    }
    byPath.set(file.path, sha256)
  }
  return byPath
}

/** assertListedDigest throws E_DIGEST_MISMATCH unless the file that was read has the digest of its line. */
export function assertListedDigest(listed: ListedFiles, subject: Subject): void {
  const expected = listed.get(subject.path ?? '')
  if (expected === subject.sha256) return
  throw new ActionError(
    'E_DIGEST_MISMATCH',
    `'${display(subject.name)}': digest mismatch: expected ${expected ?? 'none'}, got ${subject.sha256}`,
    { fix: 'the file is not the one that the checksums were made of; find out which of both was replaced' },
  )
}

function haveOneName(one: Named, other: Named): boolean {
  return path.basename(one.path) === path.basename(other.path)
}

function unlisted({ directory }: Checksums, files: readonly Named[]): ActionError {
  const list = files.slice(0, 5).map(({ name }) => `'${display(name)}'`)
  return new ActionError(
    'E_INPUT_CHECKSUMS',
    ({ subject }) => `${subject('checksums')} has no line for ${list.join(', ')}`,
    { fix: `add the line, with the file's base name, or its path from '${display(directory)}'` },
  )
}

function ambiguous({ directory }: Checksums, { name }: Named, why: string): ActionError {
  return new ActionError(
    'E_INPUT_CHECKSUMS',
    ({ subject }) => `${subject('checksums')} has no line for the path of '${display(name)}', and ${why}`,
    { fix: `write the names of the lines as paths from '${display(directory)}'` },
  )
}

async function readChecksumFile(file: string, name: string): Promise<string> {
  try {
    const text = await readSmallFile(file, name, MOST_BYTES)
    // No name of a file holds a NUL, and no image of a disk is without one.
    if (text?.includes('\0') === false) return text
    const why = text === undefined ? 'is too large for' : 'is no text, and so not'
    throw new ActionError('E_INPUT_CHECKSUMS', `'${display(name)}' ${why} a checksum file`, {
      fix: ({ input }) =>
        `${input('checksums')} takes the SHA256SUMS file; what that lists, and so the image itself, is for ${input('files')}`,
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
