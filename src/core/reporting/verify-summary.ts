/*
 * Owns the job summary of a verifying run as Markdown. Must let no text of others act as Markdown or HTML.
 */
import { timeText } from '../shared/format.ts'
import { MOST_ROWS, markdownCode, markdownTable, summaryHeading } from './markdown.ts'
import { logIndex } from './subject-text.ts'
import { NOTHING_TO_COMPARE, sourceOf } from './verify-report.ts'
import type { VerifiedSubject, VerifyResult } from '../types.ts'

/** verifySummary returns the Markdown of a run's job summary. */
export function verifySummary({ subjects }: VerifyResult): string {
  const heading = summaryHeading('Verified', subjects.length, subjects[0].verified.issuer)
  const shown = subjects.slice(0, MOST_ROWS)
  const head = ['File', 'SHA-256', 'Signed by', 'Source repository', 'Commit', 'Signed at', 'Log index']
  return [heading, markdownTable(head, shown.map(row)), ...notes(subjects)].join('\n')
}

function row(subject: VerifiedSubject): readonly string[] {
  const { identity, signedAt } = subject.verified
  const { repository, commit } = sourceOf(subject)
  const cell = (text: string | undefined): string => (text === undefined ? 'not named' : markdownCode(text))
  return [
    ...[subject.name, subject.sha256, identity].map(markdownCode),
    ...[repository, commit].map(cell),
    timeText(signedAt),
    markdownCode(logIndex(subject)),
  ]
}

function notes(subjects: VerifyResult['subjects']): readonly string[] {
  const unread = subjects.filter(({ path }) => path === undefined).length
  const unnamed = subjects.filter((subject) => sourceOf(subject).repository === undefined).length
  return [
    ...(unread === 0 ? [] : [`By digest: ${String(unread)}. This job did not read these files.\n`]),
    ...(unnamed === 0 ? [] : [`Of ${String(unnamed)}: ${NOTHING_TO_COMPARE}.\n`]),
  ]
}
