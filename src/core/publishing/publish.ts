/*
 * Owns what comes after the files are written: the workflow artifact, the GitHub release and the job summary. Must not sign
 * anything.
 */
import { releaseLines } from '../reporting/release-report.ts'
import { setAttached, setUploaded } from '../reporting/set-outputs.ts'
import { artifactLine, type Outputs } from '../reporting/sign-report.ts'
import { signSummary } from '../reporting/sign-summary.ts'
import { ActionError } from '../shared/errors.ts'
import { filesAreKept } from '../artifact/artifact-errors.ts'
import { everyFile } from './output-files.ts'
import type { Publications } from './publications.ts'
import type { AttachedRelease, Log, Report, SignResult, UploadedArtifact, WrittenFile } from '../types.ts'

/** PublishPorts is what publishing needs. */
export interface PublishPorts {
  readonly log: Log
  readonly report: Report<Outputs>
  readonly wantsSummary: boolean
}

/**
 * publish puts the files of what was signed into both places, where they were reserved, and writes the summary, which it
 * does even when that fails: the files are signed, and their outputs are set. Where the artifact fails, the release is still
 * tried. Throws the first of E_UPLOAD_* and E_RELEASE_*; the second is a warning. Throws E_ENV_OUTPUT.
 */
export async function publish(
  { log, report, wantsSummary }: PublishPorts,
  result: SignResult,
  { artifact, release }: Publications,
): Promise<void> {
  const files = result.subjects.flatMap((subject) => everyFile(subject.files))
  let uploaded: UploadedArtifact | undefined
  let attached: AttachedRelease | undefined
  let failure: ActionError | undefined
  try {
    try {
      uploaded = await artifact?.publish(files)
      if (uploaded !== undefined) {
        log.info(artifactLine(uploaded))
        setUploaded(report, uploaded)
      }
    } catch (error) {
      if (!isOf(error, 'E_UPLOAD_')) throw error
      failure = error
    }
    try {
      attached = release && (await attach(release, files))
      if (attached !== undefined) {
        for (const line of releaseLines(result, attached)) log.info(line)
        setAttached(report, attached)
      }
    } catch (error) {
      if (failure === undefined || !isOf(error, 'E_RELEASE_')) throw error
      log.warning(`The release failed, too (${error.code}): ${error.message}`)
    }
    if (failure !== undefined) throw failure
  } finally {
    if (wantsSummary) await report.writeSummary(signSummary(result, { artifact: uploaded, release: attached }))
  }
}

async function attach(
  release: NonNullable<Publications['release']>,
  files: readonly WrittenFile[],
): Promise<AttachedRelease> {
  try {
    return await release.publish(files)
  } catch (error) {
    throw isOf(error, 'E_RELEASE_') ? filesAreKept(error) : error
  }
}

function isOf(error: unknown, codes: 'E_UPLOAD_' | 'E_RELEASE_'): error is ActionError {
  return error instanceof ActionError && error.code.startsWith(codes)
}
