/*
 * Owns what comes after the files are written: the workflow artifact and the job summary. Must not sign anything.
 */
import { artifactLine, artifactOutputs, type Outputs } from '../reporting/sign-report.ts'
import { signSummary } from '../reporting/sign-summary.ts'
import { everyFile } from './output-files.ts'
import type { Artifact } from './artifact.ts'
import type { Log, Report, SignResult, UploadedArtifact } from '../types.ts'

/** PublishPorts is what publishing needs. */
export interface PublishPorts {
  readonly log: Log
  readonly report: Report<Outputs>
  readonly wantsSummary: boolean
}

/**
 * publish uploads what was signed, where an artifact was reserved, and writes the summary, which it does even when the
 * upload fails: the files are signed, and their outputs are set. Throws E_UPLOAD_*.
 */
export async function publish(
  { log, report, wantsSummary }: PublishPorts,
  result: SignResult,
  artifact: Artifact | undefined,
): Promise<void> {
  let uploaded: UploadedArtifact | undefined
  try {
    if (artifact !== undefined) {
      uploaded = await artifact.publish(result.subjects.flatMap(({ files }) => everyFile(files)))
      report.setOutputs(artifactOutputs(uploaded))
      log.info(artifactLine(uploaded))
    }
  } finally {
    if (wantsSummary) await report.writeSummary(signSummary(result, uploaded))
  }
}
