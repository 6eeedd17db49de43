/*
 * Owns what a person at a terminal reads of a file that is good. Must not be asked for anything before the last check of the
 * last file.
 */
import { display } from '../shared/display.ts'
import { sizeText, timeText } from '../shared/format.ts'
import { logIndex } from './subject-text.ts'
import { sourceOf } from './verify-report.ts'
import type { VerifiedSubject } from '../types.ts'

/** verifiedText returns up to eight lines on a file: what was verified, who signed, from which commit, when, where in the log. */
export function verifiedText(subject: VerifiedSubject): readonly string[] {
  const { name, size, sha256, path } = subject
  const { identity, issuer, signedAt } = subject.verified
  const { repository, ref, commit } = sourceOf(subject)
  const read = path === undefined ? 'by its digest only: the file was not read' : sizeText(size ?? 0)
  const at = ref === undefined ? '' : ` at ${display(ref)}`
  const index = logIndex(subject)
  return [
    `Verified ${display(name)} (${read})`,
    row('SHA-256', sha256),
    row('signed by', display(identity, 1000)),
    row('issuer', display(issuer)),
    row('source', repository === undefined ? 'its certificate names none' : `${display(repository, 1000)}${at}`),
    ...(commit === undefined ? [] : [row('commit', display(commit))]),
    row('signed at', timeText(signedAt)),
    ...(index === '' ? [] : [row('log index', display(index))]),
  ]
}

function row(label: string, value: string): string {
  return `  ${label.padEnd(10)} ${value}`
}
