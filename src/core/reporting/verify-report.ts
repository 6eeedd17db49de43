/*
 * Owns what a verifying run tells machines (outputs) and people (the log) about what it found true. Must not be asked for
 * anything before the last check of the last file.
 */
import { extensionNumber, extensionValue, sourceRepository } from '../bundle/certificate.ts'
import { shownPath } from '../files/names.ts'
import { display } from '../shared/display.ts'
import { timeText } from '../shared/format.ts'
import { comparisonLine } from './comparison-text.ts'
import { logIndex, whatWasRead } from './subject-text.ts'
import type { VerifiedSubject, VerifyResult } from '../types.ts'

/** verifyOutputNames are all outputs of the verify action, as verify/action.yml declares them. */
export const verifyOutputNames = [
  'verified',
  'sha256',
  'identity',
  'issuer',
  'log-index',
  'signed-at',
  'results',
  'error-code',
] as const

/** VerifyOutputs are values of outputs; those that hold one value a file hold one line a file. */
export type VerifyOutputs = Readonly<Partial<Record<(typeof verifyOutputNames)[number], string>>>

/** notVerified is what the outputs say until every check of every file has passed. */
export const notVerified: VerifyOutputs = { verified: 'false' }

/** NOTHING_TO_COMPARE is said of a file whose certificate names no source repository. */
export const NOTHING_TO_COMPARE = 'its certificate names no source repository, so there was none to compare'

/** NO_INDEX is said of a file whose log entry has an index that nothing signs. */
export const NO_INDEX = 'nothing signs the index of its log entry, which has no SET, so it is left out'

/** verifyOutputs returns the outputs that are true once everything was verified. */
export function verifyOutputs({ subjects, workspace }: VerifyResult): VerifyOutputs {
  const results = subjects.map((subject) => result(subject, workspace))
  const identities = new Set(results.map(({ identity }) => identity))
  const lines = (key: 'sha256' | 'identity' | 'logIndex' | 'signedAt'): string =>
    results.map((each) => each[key] ?? '').join('\n')
  return {
    sha256: lines('sha256'),
    // Only under a starred ref can files of one run have several signers.
    identity: identities.size === 1 ? subjects[0].verified.identity : lines('identity'),
    issuer: subjects[0].verified.issuer,
    'log-index': lines('logIndex'),
    'signed-at': lines('signedAt'),
    results: JSON.stringify(results),
    // Last: where the disk fills up in between, nothing says yes.
    verified: 'true',
  }
}

interface Result {
  readonly file: string
  readonly size?: number
  readonly bundle: string
  readonly sha256: string
  readonly identity: string
  readonly issuer: string
  readonly sourceRepository?: string
  readonly sourceRef?: string
  readonly sourceDigest?: string
  readonly logIndex?: string
  readonly signedAt: string
}

function result(subject: VerifiedSubject, workspace: string): Result {
  const { identity, issuer, signedAt } = subject.verified
  const { repository, ref, commit } = sourceOf(subject)
  const index = logIndex(subject)
  return {
    file: subject.name,
    ...(subject.size === undefined ? {} : { size: subject.size }),
    bundle: shownPath(workspace, subject.bundlePath),
    sha256: subject.sha256,
    identity,
    issuer,
    ...(repository === undefined ? {} : { sourceRepository: repository }),
    ...(ref === undefined ? {} : { sourceRef: ref }),
    ...(commit === undefined ? {} : { sourceDigest: commit }),
    ...(index === '' ? {} : { logIndex: index }),
    signedAt: timeText(signedAt),
  }
}

/** verifyLines returns what the log says at the end of a run: what was compared, then one line a file. */
export function verifyLines({ subjects, comparison }: VerifyResult): readonly string[] {
  return [comparisonLine(comparison), ...subjects.map(verifiedLine)]
}

function verifiedLine(subject: VerifiedSubject): string {
  const { identity, signedAt } = subject.verified
  const { repository, commit } = sourceOf(subject)
  const source = repository === undefined ? NOTHING_TO_COMPARE : `from ${display(repository, 1000)}`
  const at = commit === undefined ? '' : ` at ${display(commit)}`
  const signed = `signed by ${display(identity, 1000)} on ${timeText(signedAt)}`
  const index = logIndex(subject)
  const log = index === '' ? NO_INDEX : `log index ${display(index)}`
  return `Verified ${whatWasRead(subject)}: ${signed}, ${source}${at}; ${log}`
}

/** Source is what a certificate says of the source that the signing run was for; undefined where it says nothing. */
interface Source {
  readonly repository: string | undefined
  readonly ref: string | undefined
  readonly commit: string | undefined
}

/** sourceOf returns what the certificate of a verified file says of its source. */
export function sourceOf({ verified: { certificate } }: VerifiedSubject): Source {
  return {
    repository: sourceRepository(certificate),
    ref: extensionValue(certificate, extensionNumber.sourceRef),
    commit: extensionValue(certificate, extensionNumber.sourceDigest),
  }
}
