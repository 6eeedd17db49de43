/*
 * Owns the setting of outputs that tell what is done already, and the word about it where they cannot be set. Must not undo
 * anything.
 */
import { display, listed } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { artifactOutputs, signingOutputs, type Outputs } from './sign-report.ts'
import { releaseOutputs } from './release-report.ts'
import type { AttachedRelease, Report, SignResult, UploadedArtifact } from '../types.ts'

type OutputReport = Pick<Report<Outputs>, 'setOutputs'>

/** Of so many files the error gives the names; the log has all. */
const MOST_NAMES = 5

/** setSigned sets the outputs of what was signed and written; throws E_ENV_OUTPUT, as do the others, with a word that it was. */
export function setSigned(report: OutputReport, result: SignResult): void {
  const all = result.subjects.map(({ name, verified }) => {
    const [entry] = verified.logEntries
    return entry === undefined ? display(name) : `${display(name)} (log index ${display(entry.logIndex)})`
  })
  setOutputs(report, signingOutputs(result), `signed, written and public in the log are: ${listed(all, MOST_NAMES)}`)
}

/** setUploaded sets the outputs of the artifact. */
export function setUploaded(report: OutputReport, artifact: UploadedArtifact): void {
  setOutputs(
    report,
    artifactOutputs(artifact),
    `the files are signed, and stored as artifact ${display(artifact.name)}`,
  )
}

/** setAttached sets the outputs of the release. */
export function setAttached(report: OutputReport, attached: AttachedRelease): void {
  const tag = display(attached.release.tag)
  setOutputs(report, releaseOutputs(attached), `the files are signed, and attached to the release ${tag}`)
}

function setOutputs(report: OutputReport, outputs: Outputs, done: string): void {
  try {
    report.setOutputs(outputs)
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'E_ENV_OUTPUT') throw error
    throw error.retold((message) => `${message}; ${done}`)
  }
}
