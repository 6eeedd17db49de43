/*
 * Owns the one command that verifies all files of a run, to paste where they were downloaded to. Must not print.
 */
import { signatureSuffixes } from '../files/signature-names.ts'
import { shellPath } from './shell.ts'
import { cosignBundle, digestOf, isLarge, lines, onlyInRekorV2 } from './verify-commands.ts'
import type { NamedSubject, SignResult } from '../types.ts'

/** Characters of a line of names, so that none has to be scrolled to. */
const LONGEST_LINE = 80

/**
 * verifyAllCommand returns the lines of a loop in any POSIX shell that verifies every file of a run with cosign and its
 * bundle. It ends with the first file that does not verify, whose name it prints, and leaves the shell open.
 */
export function verifyAllCommand(signing: SignResult): string {
  const words = {
    bundle: `"$file${signatureSuffixes.bundle}"`,
    subject: signing.subjects.some(needsDigest) ? `"sha256:${digestOf('"$file"')}"` : '"$file"',
    onlyInRekorV2: signing.subjects.every(onlyInRekorV2),
  }
  const names = wrapped(signing.subjects.map(({ downloadName }) => shellPath(downloadName)))
  return [
    `(for file in ${names.join(' \\\n  ')}; do`,
    `  ${lines(cosignBundle(signing, words), '    ')} ||`,
    `    { printf 'not verified: %s\\n' "$file" >&2; exit 1; }`,
    'done)',
  ].join('\n')
}

/** A digest that this job was given says nothing of the file that somebody has: that one is hashed. */
function needsDigest(subject: NamedSubject): boolean {
  return subject.path === undefined || isLarge(subject)
}

function wrapped(words: readonly string[]): readonly string[] {
  const rows: string[] = []
  let row = ''
  for (const word of words) {
    const longer = row === '' ? word : `${row} ${word}`
    if (row === '' || longer.length <= LONGEST_LINE) row = longer
    else {
      rows.push(row)
      row = word
    }
  }
  return [...rows, row]
}
