/*
 * Owns what comes after the files are written: the workflow artifact and the job summary. Must not sign anything.
 */
import { artifactLine, artifactOutputs, type Outputs } from '../reporting/sign-report.ts'
import { summary } from '../reporting/sign-summary.ts'
import type { ArtifactPlan } from './artifact-plan.ts'
import { publishArtifact, type ArtifactTools, type Reservation } from './artifact.ts'
import { outputTexts, type OutputItem } from './output-files.ts'
import type {
  ArtifactFile,
  ArtifactMember,
  ArtifactStore,
  Caller,
  Clock,
  Log,
  Signing,
  SignInputs,
  UploadedArtifact,
  WrittenSubject,
} from '../types.ts'

/** PublishPorts is what publishing needs. */
export interface PublishPorts {
  readonly inputs: Pick<SignInputs, 'retentionDays' | 'summary'>
  readonly log: Log
  readonly clock: Clock
  readonly call: Caller
  readonly artifacts: ArtifactStore
  setOutputs(outputs: Outputs): void
  writeSummary(markdown: string): Promise<void>
}

/** Milliseconds for the artifact calls of one step. */
const ARTIFACT_BUDGET = 180_000

/** outputItem returns the texts of a subject's three files and where they are. */
export function outputItem({ paths, signature, verified, bundleText }: WrittenSubject): OutputItem {
  return { paths, signature, certificate: verified.certificate.pem, bundle: bundleText }
}

/**
 * publish uploads what was signed, where a name was reserved, and writes the summary, which it does even when the upload
 * fails: the files are signed, and their outputs are set. Throws E_UPLOAD_*.
 */
export async function publish(
  ports: PublishPorts,
  signing: Signing,
  reserved: (Reservation & { readonly plan: ArtifactPlan }) | undefined,
): Promise<void> {
  let uploaded: UploadedArtifact | undefined
  try {
    if (reserved !== undefined) {
      const members = withContent(reserved.plan.files, signing.subjects)
      uploaded = await publishArtifact(artifactTools(ports), reserved, members, ports.inputs.retentionDays)
      ports.setOutputs(artifactOutputs(uploaded))
      ports.log.info(artifactLine(uploaded))
    }
  } finally {
    if (ports.inputs.summary) await ports.writeSummary(summary(signing, uploaded))
  }
}

function withContent(files: readonly ArtifactFile[], subjects: readonly WrittenSubject[]): readonly ArtifactMember[] {
  const texts = new Map(subjects.map(outputItem).flatMap(outputTexts))
  return files.map((file) => ({ ...file, bytes: Buffer.from(texts.get(file.path) ?? '') }))
}

/** artifactTools returns the tools of one step, whose calls share its budget: that before signing, or that after. */
export function artifactTools({
  artifacts,
  call,
  clock,
  log,
}: Pick<PublishPorts, 'artifacts' | 'call' | 'clock' | 'log'>): ArtifactTools {
  const deadline = clock.now() + ARTIFACT_BUDGET
  return { store: artifacts, log, call: (attempt) => call({ service: 'artifactStore', deadline, attempt }) }
}
