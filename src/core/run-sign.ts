/*
 * Owns the story of a signing run, top to bottom: everything local first, then the reading, then what cannot be undone,
 * and nothing written that was not verified. Must not know any library.
 */
import { publishArtifact, reserveArtifact, type ArtifactTools, type Reservation } from './artifact.ts'
import { planArtifact, type ArtifactPlan } from './artifact-plan.ts'
import { missingToken } from './missing-token.ts'
import { writeOutputs, type OutputItem } from './output-files.ts'
import { planOutputs, type PlannedOutput } from './output-plan.ts'
import { artifactLine, artifactOutputs, notSigned, signingLines, signingOutputs, type Outputs } from './report.ts'
import type { Caller, Clock } from './retry.ts'
import { readSubjects, selectSubjects, type SelectFiles } from './select-subjects.ts'
import { signAll, tellingWhatIsPublic } from './sign-all.ts'
import { loadServices, type ServicePorts } from './sign-services.ts'
import { describeSigning } from './signing.ts'
import { assertUnchanged } from './subject.ts'
import { summary } from './summary.ts'
import type {
  ArtifactFile,
  ArtifactMember,
  ArtifactStore,
  IdentityProvider,
  Job,
  Log,
  SignedSubject,
  SignInputs,
  Signing,
  UploadedArtifact,
  WrittenSubject,
} from './types.ts'

/** SignPorts is everything outside that a run uses. */
export interface SignPorts extends Pick<ServicePorts, 'trust' | 'loadEngine'> {
  readonly job: Job
  readonly inputs: SignInputs
  readonly log: Log
  readonly clock: Clock
  readonly call: Caller
  readonly selectFiles: SelectFiles
  readonly identity: IdentityProvider
  readonly artifacts: ArtifactStore
  setOutputs(outputs: Outputs): void
  writeSummary(markdown: string): Promise<void>
}

/** Milliseconds for the artifact calls before signing, and again for the upload. */
const ARTIFACT_BUDGET = 180_000

/**
 * runSign signs what the inputs name and publishes the signature files. Resolves only when every bundle on disk was
 * verified and everything asked for is confirmed, or the run was skipped as asked; throws every code but E_INTERNAL*.
 */
export async function runSign(ports: SignPorts, signal: AbortSignal): Promise<void> {
  const { clock, inputs, job, log } = ports
  ports.setOutputs(notSigned)
  const selection = await selectSubjects(inputs, job.workspace, log, ports.selectFiles)
  const { outputs, notices } = planOutputs(selection.places, { ...job, outputDirectory: inputs.outputDirectory })
  for (const notice of notices) log.notice(notice)
  const plan = inputs.uploadArtifact ? planFiles(inputs, outputs) : undefined
  if (!job.offersToken) {
    if (inputs.onMissingToken === 'fail' || job.withoutToken === undefined) throw missingToken(job)
    log.warning(`Nothing was signed: ${missingToken(job).message}`)
    return
  }
  const tools = artifactTools(ports)
  const reservation = plan && (await reserveArtifact(tools, plan, job.runAttempt))
  const [services, subjects] = await Promise.all([loadServices(ports, inputs), readSubjects(selection, log, signal)])
  if (selection.files.length === 0) log.info('Signing by digest: this job does not read the files')
  const signing = await tellingWhatIsPublic(log, async (published) => {
    const deadline = clock.now() + inputs.timeout
    const signed = await signAll(subjects, { ...ports, ...services, deadline, published })
    for (const file of selection.files) await assertUnchanged(file)
    return describeSigning(write(signed, outputs, log), inputs, job)
  })
  ports.setOutputs(signingOutputs(signing))
  for (const line of signingLines(signing)) log.info(line)
  await publish(ports, tools, signing, reservation && { reservation, files: plan?.files ?? [] })
}

function planFiles(inputs: SignInputs, outputs: readonly PlannedOutput[]): ArtifactPlan {
  const names = outputs.map(({ name }) => name)
  const paths = outputs.flatMap(({ paths: { signature, certificate, bundle } }) => [signature, certificate, bundle])
  return planArtifact(inputs.artifactName, names, paths)
}

function write(
  signed: readonly SignedSubject[],
  outputs: readonly PlannedOutput[],
  log: Log,
): readonly WrittenSubject[] {
  const written = signed.map((subject, index) => {
    const planned = outputs[index]
    if (planned === undefined) throw new TypeError('a subject without a planned output')
    return { ...subject, paths: planned.paths }
  })
  writeOutputs(written.map(outputItem), log)
  return written
}

function outputItem({ paths, signature, verified, bundleText }: WrittenSubject): OutputItem {
  return { paths, signature, certificate: verified.certificate.pem, bundle: bundleText }
}

/** The summary is written even when the upload fails: the files are signed, and their outputs are set. */
async function publish(
  ports: SignPorts,
  tools: ArtifactTools,
  signing: Signing,
  artifact: { readonly reservation: Reservation; readonly files: readonly ArtifactFile[] } | undefined,
): Promise<void> {
  let uploaded: UploadedArtifact | undefined
  try {
    if (artifact !== undefined) {
      const members = withContent(artifact.files, signing.subjects)
      uploaded = await publishArtifact(tools, artifact.reservation, members, ports.inputs.retentionDays)
      ports.setOutputs(artifactOutputs(uploaded))
      ports.log.info(artifactLine(uploaded))
    }
  } finally {
    if (ports.inputs.summary) await ports.writeSummary(summary(signing, uploaded))
  }
}

function withContent(files: readonly ArtifactFile[], subjects: readonly WrittenSubject[]): readonly ArtifactMember[] {
  const texts = new Map(
    subjects
      .map(outputItem)
      .flatMap(({ paths, signature, certificate, bundle }) => [
        [paths.signature, signature] as const,
        [paths.certificate, certificate] as const,
        [paths.bundle, bundle] as const,
      ]),
  )
  return files.map((file) => ({ ...file, bytes: Buffer.from(texts.get(file.path) ?? '') }))
}

/** Each call has its four tries within the budget of its own step: before signing, and after. */
function artifactTools({ artifacts, call, clock, log }: SignPorts): ArtifactTools {
  return {
    store: artifacts,
    log,
    call: (attempt) => call({ service: 'artifactStore', deadline: clock.now() + ARTIFACT_BUDGET, attempt }),
  }
}
