/*
 * Owns the story of a signing run, top to bottom: everything local first, then the reading, then what cannot be undone,
 * and nothing written that was not verified. Must not know any library.
 */
import { assertUnchanged } from './files/file-change.ts'
import { selectSubjects } from './files/select-subjects.ts'
import { readSubjects } from './hashing/read-subjects.ts'
import { missingToken } from './identity/missing-token.ts'
import { planArtifact, type ArtifactPlan } from './publishing/artifact-plan.ts'
import { reserveArtifact } from './publishing/artifact.ts'
import { writeOutputs } from './publishing/output-files.ts'
import { everyPath, planOutputs, type PlannedOutput } from './publishing/output-plan.ts'
import { artifactTools, outputItem, publish, type PublishPorts } from './publishing/publish.ts'
import { signingLines, signingOutputs } from './reporting/sign-report.ts'
import { loadServices, type ServicePorts } from './services/load-services.ts'
import { ActionError } from './shared/errors.ts'
import { PUBLIC_TUF } from './shared/public-instances.ts'
import { tellingWhatIsPublic } from './signing/public-entries.ts'
import { signAll } from './signing/sign-subjects.ts'
import type {
  IdentityProvider,
  Job,
  Log,
  MatchPattern,
  SignedSubject,
  Signing,
  SignInputs,
  WrittenSubject,
} from './types.ts'

/** SignPorts is everything outside that a run uses. */
export interface SignPorts extends PublishPorts, Pick<ServicePorts, 'trust' | 'loadEngine'> {
  readonly job: Job
  readonly inputs: SignInputs
  readonly matchPattern: MatchPattern
  readonly identity: IdentityProvider
}

/**
 * runSign signs what the inputs name and publishes the signature files. Resolves only when every bundle on disk was
 * verified and everything asked for is confirmed, or the run was skipped as asked; throws every code but E_INTERNAL*.
 */
export async function runSign(ports: SignPorts, signal: AbortSignal): Promise<void> {
  const { clock, inputs, job, log } = ports
  const selection = await selectSubjects(inputs, job.workspace, ports)
  const { outputs, notices } = planOutputs(selection.places, { ...job, outputDirectory: inputs.outputDirectory })
  for (const notice of notices) log.notice(notice)
  const plan = inputs.uploadArtifact ? planFiles(inputs, outputs) : undefined
  if (!job.offersToken) {
    if (inputs.onMissingToken === 'fail' || job.withoutToken === undefined) throw missingToken(job)
    log.warning(`Nothing was signed: ${missingToken(job).message}`)
    return
  }
  const reserved = plan && { plan, ...(await reserveArtifact(artifactTools(ports), plan, job.runAttempt)) }
  const [services, subjects] = await Promise.all([loadServices(ports, inputs), readSubjects(selection, log, signal)])
  if (selection.files.length === 0) log.info('Signing by digest: this job does not read the files')
  const signing = await tellingWhatIsPublic(log, async (published) => {
    const deadline = clock.now() + inputs.timeout
    for (const file of selection.files) await assertUnchanged(file)
    const signed = await signAll(subjects, { ...ports, ...services, deadline, published })
    for (const file of selection.files) await assertUnchanged(file)
    return describeSigning(write(signed, outputs, log), inputs, job)
  })
  ports.setOutputs(signingOutputs(signing))
  for (const line of signingLines(signing)) log.info(line)
  await publish(ports, signing, reserved)
}

function planFiles(inputs: SignInputs, outputs: readonly PlannedOutput[]): ArtifactPlan {
  const names = outputs.map(({ name }) => name)
  const paths = outputs.flatMap((output) => everyPath(output.paths))
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

/** describeSigning sums up what was written; a run has at least one subject. */
export function describeSigning(
  subjects: readonly WrittenSubject[],
  { trustSource }: Pick<SignInputs, 'trustSource'>,
  { repository, workspace }: Pick<Job, 'repository' | 'workspace'>,
): Signing {
  const [first] = subjects
  if (first === undefined) {
    throw new ActionError('E_INPUT_FILES', 'There is nothing to sign', { fix: 'name files in `files` or `checksums`' })
  }
  const { identity, issuer } = first.verified
  const publicInstance = trustSource.kind === 'tuf' && (trustSource.url ?? PUBLIC_TUF) === PUBLIC_TUF
  const given = trustSource.kind === 'files' ? { trustedRootPath: trustSource.trustedRoot } : {}
  return { subjects, identity, issuer, repository, workspace, publicInstance, ...given }
}
