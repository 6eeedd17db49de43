/*
 * Owns the job summary as Markdown: what is one for the run, a table of files, the way to the signature files and to their
 * verification. Must let no text of others act as Markdown or HTML, and stay far below the 1 MiB over which the runner
 * drops a summary.
 */
import { sizeText, timesText } from '../shared/format.ts'
import { codeBlock, commandBlocks } from './command-blocks.ts'
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
import { asOnRelease, howToGetRelease, releaseSummary } from './release-report.ts'
import { shellWord } from '../commands/shell.ts'
import { logIndex } from './subject-text.ts'
import type { AttachedRelease, SignResult, UploadedArtifact } from '../types.ts'

const MOST_BYTES = 900 * 1024

/** Published is where the signature files were put beside the disk. */
export interface Published {
  readonly artifact?: UploadedArtifact | undefined
  readonly release?: AttachedRelease | undefined
}

/** signSummary returns the Markdown of a run's job summary. */
export function signSummary(signing: SignResult, { artifact, release }: Published = {}): string {
  const parts = [
    summaryHeading('Signed', signing.subjects.length),
    facts(signing),
    table(signing),
    ...notRead(signing),
    ...(release === undefined ? [] : [releaseSummary(release)]),
    '### Verify\n',
    ...(release === undefined
      ? [howToGet(signing, artifact)]
      : [...besides(artifact), howToGetRelease(signing, release)]),
  ]
  const left = MOST_BYTES - Buffer.byteLength(parts.join('\n'))
  const shown = release === undefined ? signing : asOnRelease(signing, release)
  return `${[...parts, ...commandBlocks(shown, left)].join('\n')}\n`
}

function facts(signing: SignResult): string {
  const { identity, issuer, commit, runId, subjects } = signing
  const page = `${signing.serverUrl}/${signing.repository}`
  const run = markdownLink(`${page}/actions/runs/${runId}`, `run ${runId}`)
  return markdownFacts([
    ['Signed as', markdownCode(identity)],
    ['Issuer', markdownCode(issuer)],
    ['Commit', `${markdownLink(`${page}/commit/${commit}`, commit)} in ${run}`],
    ['Time', timesText(subjects.map(({ verified }) => verified.signedAt))],
    ...logFacts(subjects.map(({ logUrl }) => logUrl)),
  ])
}

function table(signing: SignResult): string {
  const rows = signing.subjects
    .slice(0, MOST_ROWS)
    .map((subject) => [
      breakableCode(subject.downloadName),
      subject.size === undefined ? 'not read' : sizeText(subject.size),
      breakableCode(subject.sha256),
      logLink(logIndex(subject), subject.logUrl),
    ])
  return htmlTable(fileColumns, rows)
}

function notRead(signing: SignResult): readonly string[] {
  const count = signing.subjects.filter((subject) => subject.path === undefined).length
  if (count === 0) return []
  const which = count === signing.subjects.length ? 'The files were' : `${String(count)} of the files were`
  return [`${which} signed by digest: this job did not read them, it signed the digests that it was given.\n`]
}

/** The commands are for the release, whose names may be others. */
function besides(artifact: UploadedArtifact | undefined): readonly string[] {
  if (artifact === undefined) return []
  return [
    `The signature files are in the artifact ${markdownLink(artifact.url, artifact.name)}, too, as the run named them.\n`,
  ]
}

function howToGet(signing: SignResult, artifact: UploadedArtifact | undefined): string {
  const where = signing.subjects.length === 1 ? 'the directory of the file' : 'the directory of the files'
  if (artifact === undefined) return `In ${where}, with the signature files beside:\n`
  const host = signing.serverUrl.replace(/^https?:\/\//, '')
  const repository = host === 'github.com' ? signing.repository : `${host}/${signing.repository}`
  const command = `gh run download ${signing.runId} -R ${shellWord(repository)} -n ${shellWord(artifact.name)}`
  const link = markdownLink(artifact.url, artifact.name)
  return `The signature files are in the artifact ${link}; get them into ${where}:\n\n${codeBlock(command)}`
}
