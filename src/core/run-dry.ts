/*
 * Owns the story of a dry run: all that is local, so that a pull request shows what a release would sign. Must not ask for a
 * token, write a file, nor make anything public.
 */
import { assertJobEvent } from './identity/gates.ts'
import { differsFromExpected, assertProbablyPublishable, unprovenIdentity } from './identity/unproven-identity.ts'
import { withChecksums } from './publishing/checksum-files.ts'
import { everyPath, type PlannedOutput } from './publishing/output-plan.ts'
import type { planPublications } from './publishing/publications.ts'
import { readSubjects } from './hashing/read-subjects.ts'
import { dryRunLines, dryRunSummary } from './reporting/dry-run-report.ts'
import type { SignPorts } from './run-sign.ts'
import { assertSelectionUnchanged, type Selection } from './selection/select-subjects.ts'
import { loadServices } from './services/load-services.ts'
import { preflight } from './services/preflight.ts'
import { beside } from './shared/parallel.ts'

/** Prepared is what a run has decided before it asks anybody. */
export interface Prepared {
  readonly selection: Selection
  readonly outputs: readonly PlannedOutput[]
  readonly reserve: ReturnType<typeof planPublications>
}

/** runDry tells what would be signed, where it would go, and as whom; throws what ends a real run before its token, or by its event. */
export async function runDry(
  ports: SignPorts,
  { selection, outputs, reserve }: Prepared,
  signal: AbortSignal,
): Promise<void> {
  const { inputs, job, report, tools } = ports
  const { clock, log } = tools
  const warning = assertJobEvent(job)
  if (warning !== undefined) log.warning(warning)
  const reserved = await reserve(ports, tools, job)
  const [{ services: chosen }, read] = await beside(
    signal,
    () => loadServices(tools, ports.trust, ports.loadEngine, inputs),
    (stop) => readSubjects(selection, { log, openHashPool: ports.openHashPool }, stop),
  )
  await assertSelectionUnchanged(selection, 'reading')
  const subjects = withChecksums(read, outputs)
  const { certificateAuthority, transparencyLogs, timestampAuthorities } = chosen
  const unsaid = assertProbablyPublishable(job, [certificateAuthority, ...transparencyLogs], inputs)
  if (unsaid !== undefined) log.info(unsaid)
  await preflight(chosen, tools, clock.now() + inputs.timeout, signal)
  const identity = unprovenIdentity(inputs, job)
  const remark = differsFromExpected(identity, inputs)
  if (remark !== undefined) log.notice(remark)
  // Whose the older signatures are can only be judged by the token's identity: the real run does.
  const { artifact, release } = await reserved.settle(subjects, () => true)
  const dryRun = {
    subjects: subjects.map((subject, index) => ({ ...subject, files: pathsOf(outputs[index]) })),
    identity,
    services: [certificateAuthority, ...transparencyLogs, ...timestampAuthorities].map(({ url }) => url),
    workspace: job.workspace,
    artifact: artifact?.name,
    release: release?.found,
    wantsRelease: inputs.release !== undefined,
  }
  for (const line of dryRunLines(dryRun)) log.info(line)
  if (inputs.summary) await report.writeSummary(dryRunSummary(dryRun))
}

function pathsOf(output: PlannedOutput | undefined): readonly string[] {
  if (output === undefined) throw new TypeError('a subject without a planned output')
  return everyPath(output.paths)
}
