/*
 * Owns the job summary of a verifying run as Markdown: of each signer what is one for all its files, and a table of them.
 * Must let no text of others act as Markdown or HTML.
 */
import path from 'node:path'
import { extensionNumber, extensionValue } from '../bundle/certificate.ts'
import { downloadNames } from '../files/download-names.ts'
import { sizeText, timesText } from '../shared/format.ts'
import { comparisonNote } from './comparison-text.ts'
import {
  MOST_ROWS,
  breakableCode,
  fileColumns,
  htmlTable,
  logFacts,
  logLink,
  markdownCode,
  markdownFacts,
  markdownLink,
  summaryHeading,
} from './markdown.ts'
import { logIndex } from './subject-text.ts'
import { NO_INDEX, NOTHING_TO_COMPARE, sourceOf } from './verify-report.ts'
import type { VerifiedSubject, VerifyResult } from '../types.ts'

/** Row is a verified subject under the name that tells it from the others. */
interface Row extends VerifiedSubject {
  readonly shortName: string
}

type Group = readonly [Row, ...Row[]]

/** verifySummary returns the Markdown of a run's job summary. */
export function verifySummary({ subjects, comparison, workspace }: VerifyResult): string {
  const names = downloadNames(subjects.map(({ name }) => path.resolve(workspace, name)))
  const rows = subjects.slice(0, MOST_ROWS).map((subject, index) => ({ ...subject, shortName: names[index] ?? '' }))
  const parts = bySigner(rows).flatMap((group) => [facts(group), table(group)])
  return [summaryHeading('Verified', subjects.length), ...parts, comparisonNote(comparison), ...notes(subjects)].join(
    '\n',
  )
}

/** Only a star in `ref` lets several signers into one run. */
function bySigner(rows: readonly Row[]): readonly Group[] {
  const groups = new Map<string, [Row, ...Row[]]>()
  for (const row of rows) {
    const { repository, commit } = sourceOf(row)
    const key = JSON.stringify([row.verified.identity, repository, commit, runOf(row)])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return [...groups.values()]
}

function facts(group: Group): string {
  const [first] = group
  const { identity, issuer } = first.verified
  const { repository, commit } = sourceOf(first)
  const run = runOf(first)
  const commitText =
    commit === undefined
      ? 'not named'
      : repository === undefined
        ? markdownCode(commit)
        : markdownLink(`${repository}/commit/${commit}`, commit)
  const runText = run === undefined ? '' : ` in ${markdownLink(run, `run ${/\/runs\/(\d+)/.exec(run)?.[1] ?? run}`)}`
  return markdownFacts([
    ['Signed by', markdownCode(identity)],
    ['Issuer', markdownCode(issuer)],
    ['Source repository', repository === undefined ? 'not named' : markdownLink(repository, repository)],
    ['Commit', commitText + runText],
    ['Time', timesText(group.map(({ verified }) => verified.signedAt))],
    ...logFacts(group.map(({ logUrl }) => logUrl)),
  ])
}

function runOf({ verified }: VerifiedSubject): string | undefined {
  return extensionValue(verified.certificate, extensionNumber.runInvocation)
}

function table(group: Group): string {
  const rows = group.map((subject) => [
    breakableCode(subject.shortName),
    subject.size === undefined ? 'not read' : sizeText(subject.size),
    breakableCode(subject.sha256),
    logLink(logIndex(subject), subject.logUrl),
  ])
  return htmlTable(fileColumns, rows)
}

function notes(subjects: VerifyResult['subjects']): readonly string[] {
  const unread = subjects.filter(({ path: file }) => file === undefined).length
  const unnamed = subjects.filter((subject) => sourceOf(subject).repository === undefined).length
  const unindexed = subjects.filter((subject) => logIndex(subject) === '').length
  return [
    ...(unread === 0 ? [] : [`By digest: ${unread}. This job did not read these files.\n`]),
    ...(unnamed === 0 ? [] : [`Of ${unnamed}: ${NOTHING_TO_COMPARE}.\n`]),
    ...(unindexed === 0 ? [] : [`Of ${unindexed}: ${NO_INDEX}.\n`]),
  ]
}
