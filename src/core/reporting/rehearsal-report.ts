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

/** RehearsedSubject is a subject and the absolute paths that would be written for it. */
export interface RehearsedSubject extends Subject {
  readonly files: readonly string[]
}

/** Rehearsal is what a dry run found out. */
export interface Rehearsal {
  readonly subjects: readonly RehearsedSubject[]
  /** As the runner says; undefined where it does not. */
  readonly identity: Identity | undefined
  /** URLs of the services that would be asked. */
  readonly services: readonly string[]
  /** Absolute path. */
  readonly workspace: string
  /** The name of the artifact. */
  readonly artifact: string | undefined
  readonly release: Release | undefined
}

const UNPROVEN = 'as the runner says; only the token of a real run proves it'
/** Places that one line names. */
const MOST_PLACES = 10
const NOTHING = 'no token was asked for, nothing became public, and no file was written'

/** rehearsalLines returns what the log says at the end of a dry run. */
export function rehearsalLines({
  subjects,
  identity,
  services,
  workspace,
  artifact,
  release,
}: Rehearsal): readonly string[] {
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
          `Would attach ${count} files to the ${release.isDraft ? 'draft ' : ''}release ${display(release.tag)} (id ${release.id})`,
        ]),
    `Nothing was signed: this is a dry run; ${NOTHING}`,
  ]
}

const NOBODY = 'an identity that this runner does not tell'

/** rehearsalSummary returns the Markdown of a dry run's job summary. */
export function rehearsalSummary(rehearsal: Rehearsal): string {
  const { subjects, identity, services, workspace, artifact, release } = rehearsal
  const places = new Set(subjects.map(({ files: [first = ''] }) => placeOf(path.dirname(first), workspace)))
  const files = subjects.length === 1 ? '1 file' : `${subjects.length} files`
  const more = subjects.length > MOST_ROWS ? `\nThe first ${MOST_ROWS} are listed; the log has all.\n` : ''
  const draft = release?.isDraft === true ? ', a draft' : ''
  return `${[
    `## Dry run: ${files} would be signed with Sigstore\n`,
    `Nothing was signed: ${NOTHING}.\n${more}`,
    markdownFacts([
      ['Would be signed as', identity === undefined ? NOBODY : `${markdownCode(identity)}, ${UNPROVEN}`],
      ['Signature files would go to', [...places].slice(0, MOST_PLACES).map(markdownCode).join(', ')],
      ['Services', services.map(markdownCode).join(', ')],
      ...(artifact === undefined ? [] : [['Artifact', markdownCode(artifact)] as const]),
      ...(release === undefined ? [] : [['Release', `${markdownLink(release.url, release.tag)}${draft}`] as const]),
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
