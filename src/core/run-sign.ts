/*
 * Owns the story of a signing run, top to bottom: everything local first, then the reading, then what cannot be undone,
 * and nothing written that was not verified. Must not know any library.
 */
import { isVerified } from './bundle/verify-bundle.ts'
import { assertSelectionUnchanged, placesOf, selectSubjects } from './selection/select-subjects.ts'
import type { OpenHashPool } from './hashing/hasher.ts'
import { readSubjects } from './hashing/read-subjects.ts'
import { admittedToken } from './identity/admitted-token.ts'
import { credentialSource } from './identity/credential.ts'
import { skippedRun } from './identity/missing-token.ts'
import { ownPolicy } from './identity/own-policy.ts'
import { withChecksums } from './publishing/checksum-files.ts'
import { writeSubjects } from './publishing/output-files.ts'
import { prepareOutputs } from './publishing/output-plan.ts'
import { runDry } from './run-dry.ts'
import { planPublications, type PublicationPorts } from './publishing/publications.ts'
import { publish } from './publishing/publish.ts'
import { setSigned } from './reporting/set-outputs.ts'
import { describeSigned, signingLines, type Outputs } from './reporting/sign-report.ts'
import { getReady, type ReadyPorts } from './signing/get-ready.ts'
import { preflight } from './services/preflight.ts'
import { textPacker } from './shared/packed-text.ts'
import { beside } from './shared/parallel.ts'
import { tellingWhatIsPublic } from './signing/public-entries.ts'
import { SIDE_BY_SIDE, signSubjects } from './signing/sign-subjects.ts'
import type { MatchPattern, Report, SignInputs } from './types.ts'

/** SignPorts is everything outside that a run uses. */
export interface SignPorts extends PublicationPorts, ReadyPorts {
  readonly inputs: SignInputs
  readonly report: Report<Outputs>
  readonly matchPattern: MatchPattern
  readonly openHashPool: OpenHashPool
}

/**
 * runSign signs what the inputs name and publishes the signature files. Resolves only when every bundle on disk was
 * verified and everything asked for is confirmed, or the run was skipped as asked; throws every code but E_INTERNAL*.
 */
export async function runSign(ports: SignPorts, signal: AbortSignal): Promise<void> {
  const { inputs, job, report, tools } = ports
  const { clock, log } = tools
  const { workspace } = job
  const selection = await selectSubjects(inputs, workspace, { log, matchPattern: ports.matchPattern })
  const { outputs, remarks } = prepareOutputs(placesOf(selection), workspace, inputs.outputDirectory, {
    made: inputs.writeChecksums,
    isAttached: inputs.release !== undefined,
    dryRun: inputs.dryRun,
  })
  for (const remark of remarks) log.info(remark)
  const reserve = planPublications(inputs, outputs)
  if (inputs.dryRun) return runDry(ports, { selection, outputs, reserve }, signal)
  const skipped = skippedRun(job, inputs)
  if (skipped !== undefined) {
    log.warning(skipped)
    return
  }
  let onNearEnd = (): void => undefined
  const nearEnd = new Promise<void>((resolve) => (onNearEnd = resolve))
  const reading = { log, openHashPool: ports.openHashPool, onNearEnd }
  const [{ reserved, services, trusted, token: early }, read] = await beside(
    signal,
    (stop) => getReady(ports, reserve(ports, tools, job), nearEnd, stop),
    (stop) => readSubjects(selection, reading, stop),
  )
  const started = clock.now()
  const deadline = started + inputs.timeout
  await assertSelectionUnchanged(selection, 'reading')
  const subjects = withChecksums(read, outputs)
  const asking = { tools, identity: ports.identity, services, inputs, job, deadline }
  const token = early ?? (await admittedToken(asking))
  const policy = ownPolicy(token.claims, job)
  const publications = await reserved.settle(subjects, (text, sha256) => isVerified(text, sha256, trusted, policy))
  await preflight(services, tools, deadline, signal)
  const credentials = credentialSource(asking, token)
  const written = await tellingWhatIsPublic(log, async (published) => {
    // With more files there is always one to judge, and what is loaded early only makes the heap larger that they are judged in.
    const timestamped = (): void => {
      if (subjects.length <= SIDE_BY_SIDE) publications.artifact?.getReady()
    }
    const answering = { published, timestamped, pack: textPacker() }
    const run = { tools, credentials, services, trusted, job, started, deadline, ...answering }
    const signed = await signSubjects(subjects, run)
    await assertSelectionUnchanged(selection, 'signing')
    return writeSubjects(signed, outputs, log)
  })
  const result = describeSigned(written, inputs.trustSource, job)
  for (const line of signingLines(result)) log.info(line)
  setSigned(report, result)
  await publish({ log, report, wantsSummary: inputs.summary }, result, publications)
}
