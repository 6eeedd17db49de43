/*
 * Owns what a run tells machines (outputs) and people (the last lines of the log) about what it signed. Must not decide
 * when an output becomes true: it is asked only for what has happened.
 */
import path from 'node:path'
import { downloadNames } from '../files/download-names.ts'
import { isInside, shownPath } from '../files/names.ts'
import { signatureSuffixes } from '../files/signature-names.ts'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { isPublicGood } from '../shared/public-instances.ts'
import { timeText } from '../shared/format.ts'
import { logIndex, whatWasRead } from './subject-text.ts'
import { onlyInRekorV2, verifyCommand } from '../commands/verify-commands.ts'
import type { Job, NamedSubject, SignResult, TrustSource, UploadedArtifact, WrittenSubject } from '../types.ts'

/** outputNames are all outputs of the sign action, as action.yml declares them. */
export const outputNames = [
  'signed',
  'bundle',
  'signature',
  'certificate',
  'sha256',
  'identity',
  'issuer',
  'log-index',
  'log-url',
  'signed-at',
  'artifact-id',
  'artifact-name',
  'artifact-url',
  'artifact-digest',
  'release-id',
  'release-url',
  'release-assets',
  'verify-command',
  'results',
  'error-code',
] as const

/** OutputName is the name of an output of the sign action. */
export type OutputName = (typeof outputNames)[number]

/** Outputs are values of outputs; those that hold one value a file hold one line a file. */
export type Outputs = Readonly<Partial<Record<OutputName, string>>>

/** notSigned is what the outputs say until every file is signed. */
export const notSigned: Outputs = { signed: 'false' }

type DescribedJob = Pick<Job, 'repository' | 'serverUrl' | 'runId' | 'sha' | 'workspace'>

/** describeSigned sums up what was written, before anything is uploaded; a run has at least one subject. */
export function describeSigned(
  subjects: readonly WrittenSubject[],
  trustSource: TrustSource,
  { repository, serverUrl, runId, sha: commit, workspace }: DescribedJob,
): SignResult {
  const written = named(subjects)
  const [first] = written
  if (first === undefined) {
    throw new ActionError('E_INPUT_FILES', 'There is nothing to sign', { fix: 'name files in `files` or `checksums`' })
  }
  const { identity, issuer } = first.verified
  const given = trustSource.kind === 'files' ? { trustedRootPath: trustSource.trustedRoot } : {}
  const publicInstance = isPublicGood(trustSource)
  const run = { repository, serverUrl, runId, commit, workspace }
  return { subjects: written, identity, issuer, ...run, publicInstance, ...given }
}

function named(subjects: readonly WrittenSubject[]): readonly NamedSubject[] {
  const bundles = downloadNames(subjects.map(({ files }) => files.bundle.path))
  return subjects.map((subject, index) => {
    return { ...subject, downloadName: (bundles[index] ?? '').slice(0, -signatureSuffixes.bundle.length) }
  })
}

/** signingOutputs returns the outputs that are true once every file's bundle was verified and written. */
export function signingOutputs(signing: SignResult): Outputs {
  const results = signing.subjects.map((subject) => result(signing, subject))
  const lines = (key: Exclude<keyof Result, 'size'>): string => results.map((each) => each[key]).join('\n')
  return {
    signed: 'true',
    bundle: lines('bundle'),
    signature: lines('signature'),
    certificate: lines('certificate'),
    sha256: lines('sha256'),
    identity: signing.identity,
    issuer: signing.issuer,
    'log-index': lines('logIndex'),
    'log-url': lines('logUrl'),
    'signed-at': lines('signedAt'),
    'verify-command': lines('verifyCommand'),
    results: JSON.stringify(results),
  }
}

/** artifactOutputs returns the outputs that are true once the artifact was stored, and, where it could be, read back. */
export function artifactOutputs(artifact: UploadedArtifact): Outputs {
  return {
    'artifact-id': String(artifact.id),
    'artifact-name': artifact.name,
    'artifact-url': artifact.url,
    'artifact-digest': artifact.digest,
  }
}

interface Result {
  readonly file: string
  readonly size?: number
  readonly bundle: string
  readonly signature: string
  readonly certificate: string
  readonly sha256: string
  readonly logIndex: string
  readonly logUrl: string
  readonly signedAt: string
  readonly verifyCommand: string
}

function result(signing: SignResult, subject: NamedSubject): Result {
  return {
    file: subject.name,
    ...(subject.size === undefined ? {} : { size: subject.size }),
    bundle: shownPath(signing.workspace, subject.files.bundle.path),
    signature: shownPath(signing.workspace, subject.files.signature.path),
    certificate: shownPath(signing.workspace, subject.files.certificate.path),
    sha256: subject.sha256,
    logIndex: logIndex(subject),
    logUrl: subject.logUrl,
    signedAt: timeText(subject.verified.signedAt),
    verifyCommand: verifyCommand(signing, subject),
  }
}

/** signingLines returns what the log says at the end of a run: one line a file, then what holds for all of them. */
export function signingLines(signing: SignResult): readonly string[] {
  const lines = signing.subjects.map((subject) => signedLine(signing, subject))
  if (signing.subjects.every(onlyInRekorV2)) {
    lines.push(
      'The log entries are only in Rekor v2: verify with the bundle, for .sig and .pem alone cannot be verified.',
    )
  }
  const length = signingOutputs(signing).results?.length ?? 0
  if (length > LONGEST_RESULTS) {
    lines.push(
      `The output \`results\` has ${length} characters, more than a job can give to other jobs: if they need it, sign one SHA256SUMS file that lists the files`,
    )
  }
  return lines
}

/** GitHub keeps 1 MB of outputs a job, counted as UTF-16. */
const LONGEST_RESULTS = (1024 * 1024) / 2

function signedLine(signing: SignResult, subject: NamedSubject): string {
  const what = whatWasRead({ ...subject, name: subject.downloadName })
  const log = `log index ${display(logIndex(subject))}, ${display(subject.logUrl)}`
  const { signature, certificate, bundle } = signatureSuffixes
  const made = subject.checksums?.isThere === false ? [path.basename(subject.checksums.path)] : []
  const names = [...[signature, certificate, bundle].map((suffix) => subject.downloadName + suffix), ...made]
  const files = names.map((name) => display(name)).join(', ')
  const place = placeOf(path.dirname(subject.files.bundle.path), signing.workspace)
  return `Signed ${what} as ${display(signing.identity)}; ${log}; verified its bundle; wrote ${files} to ${place}`
}

/** placeOf returns a directory for the log: a path of the runner helps nobody who reads it; who needs one has the outputs. */
export function placeOf(directory: string, workspace: string): string {
  if (!isInside(directory, workspace)) return 'the output directory'
  return directory === workspace ? 'the workspace' : `'${display(shownPath(workspace, directory))}'`
}

/** artifactLine returns the log line about the artifact. */
export function artifactLine(artifact: UploadedArtifact): string {
  return `Uploaded the signature files as artifact ${display(artifact.name)} (id ${String(artifact.id)}): ${display(artifact.url)}`
}
