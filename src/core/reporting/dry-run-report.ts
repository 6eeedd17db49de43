/*
 * Owns what a dry run tells people: what would be signed, where it would go, and as whom. Must claim nothing as done.
 */
import path from 'node:path'
import { display } from '../shared/display.ts'
import { sizeText } from '../shared/format.ts'
import {
  breakableCode,
  fileColumns,
  htmlTable,
  markdownCode,
  markdownFacts,
  markdownLink,
  MOST_ROWS,
} from './markdown.ts'
import { placeOf } from './sign-report.ts'
import { whatWasRead } from './subject-text.ts'
import type { Identity, Release, Subject } from '../types.ts'

/** DryRunSubject is a subject and the absolute paths that would be written for it. */
export interface DryRunSubject extends Subject {
  readonly files: readonly string[]
}

/** DryRun is what a dry run found out. */
export interface DryRun {
  readonly subjects: readonly DryRunSubject[]
  /** As the runner says; undefined where it does not. */
  readonly identity: Identity | undefined
  /** URLs of the services that would be asked. */
  readonly services: readonly string[]
  /** Absolute path. */
  readonly workspace: string
  /** The name of the artifact. */
  readonly artifact: string | undefined
  readonly release: Release | undefined
  /** Whether a release was asked for; without `release`, this run's token does not see it. */
  readonly wantsRelease: boolean
}

const UNPROVEN = 'as the runner says; only the token of a real run proves it'
/** Places that one line names. */
const MOST_PLACES = 10
const UNSEEN = 'not seen with this token, as every draft without `contents: write`; the real run needs it'
const NOTHING = 'no token was asked for, nothing became public, and no file was written'

/** dryRunLines returns what the log says at the end of a dry run. */
export function dryRunLines(dryRun: DryRun): readonly string[] {
  const { subjects, identity, services, workspace, artifact, release } = dryRun
  const count = subjects.flatMap(({ files }) => files).length
  return [
    ...subjects.map((subject) => {
      const [first = workspace] = subject.files
      const names = subject.files.map((file) => display(path.basename(file))).join(', ')
      return `Would sign ${whatWasRead(subject)}; would write ${names} to ${placeOf(path.dirname(first), workspace)}`
    }),
    `Would be signed as ${identity === undefined ? NOBODY : `${display(identity, 1000)} (${UNPROVEN})`}`,
    `Would ask ${services.map((url) => display(url)).join(', ')}`,
    ...(artifact === undefined ? [] : [`Would upload the signature files as artifact ${display(artifact)}`]),
    ...(release === undefined
      ? []
      : [
          `Would attach ${count} files to the ${release.isDraft ? 'draft ' : ''}release ${display(release.tag)} (id ${release.id})${release.isDraft ? REPLACED : ''}`,
        ]),
    `Nothing was signed: this is a dry run; ${NOTHING}`,
  ]
}

const REPLACED = '; assets of these names on the draft would be replaced only where they verify as ours'
const NOBODY = 'an identity that this runner does not tell'

/** dryRunSummary returns the Markdown of a dry run's job summary. */
export function dryRunSummary(dryRun: DryRun): string {
  const { subjects, identity, services, workspace, artifact, release, wantsRelease } = dryRun
  const places = new Set(subjects.map(({ files: [first = ''] }) => placeOf(path.dirname(first), workspace)))
  const files = subjects.length === 1 ? '1 file' : `${subjects.length} files`
  const more = subjects.length > MOST_ROWS ? `\nThe first ${MOST_ROWS} are listed; the log has all.\n` : ''
  const draft = release?.isDraft === true ? ', a draft' : ''
  return `${[
    `## Dry run: ${files} would be signed with Sigstore\n`,
    `Nothing was signed: ${NOTHING}.\n${more}`,
    markdownFacts([
      ['Would be signed as', identity === undefined ? NOBODY : `${markdownCode(identity)}, ${UNPROVEN}`],
      ['Signature files', [...new Set(subjects.flatMap(endings))].map(markdownCode).join(', ')],
      ...lists(subjects).map((list) => ['List of checksums', markdownCode(list)] as const),
      ['They would go to', [...places].slice(0, MOST_PLACES).map(markdownCode).join(', ')],
      ['Services', services.map(markdownCode).join(', ')],
      ...(artifact === undefined ? [] : [['Artifact', markdownCode(artifact)] as const]),
      ...(release === undefined ? [] : [['Release', `${markdownLink(release.url, release.tag)}${draft}`] as const]),
      ...(release === undefined && wantsRelease ? [['Release', UNSEEN] as const] : []),
    ]),
    htmlTable(
      fileColumns.slice(0, 3),
      subjects
        .slice(0, MOST_ROWS)
        .map(({ name, size, sha256 }) => [
          breakableCode(path.posix.basename(name)),
          size === undefined ? 'not read' : sizeText(size),
          breakableCode(sha256),
        ]),
    ),
  ].join('\n')}\n`
}

/** What is added to a file's name: `.sig` and the others; nothing, for a list of checksums, which is made itself. */
function endings({ files }: DryRunSubject): readonly string[] {
  const [first = ''] = files.map((file) => path.basename(file))
  return files.map((file) => path.basename(file).slice(first.length - '.sig'.length)).filter((end) => end !== '')
}

function lists(subjects: readonly DryRunSubject[]): readonly string[] {
  const own = ({ name, files }: DryRunSubject): boolean =>
    files.some((file) => path.basename(file) === path.posix.basename(name))
  return subjects.filter(own).map(({ name }) => path.posix.basename(name))
}
