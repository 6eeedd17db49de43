/*
 * Owns the two places where signature files go beside the disk, the workflow artifact and the GitHub release: both are
 * looked at while the files are read, and settled before anything is public. Must not publish, nor report.
 */
import { reserveArtifact, type Artifact } from '../artifact/artifact.ts'
import { planArtifact } from '../artifact/artifact-plan.ts'
import { everyPath, type PlannedOutput } from './output-plan.ts'
import { reserveRelease, type ReleaseReservation, type SettledRelease } from '../release/release.ts'
import { ActionError } from '../shared/errors.ts'
import type { ArtifactStore, IsOurs, Job, Log, Release, ReleaseStore, SignInputs, Subject, Tools } from '../types.ts'

/** PublicationPorts are the services behind the two places. */
export interface PublicationPorts {
  readonly artifacts: ArtifactStore
  /** Loads GitHub's client; called only when a release is asked for. */
  readonly loadReleases: () => Promise<ReleaseStore>
}

type PublicationInputs = Pick<
  SignInputs,
  'uploadArtifact' | 'artifactName' | 'jobIndex' | 'retentionDays' | 'release' | 'timeout' | 'dryRun'
>

/** PublicationReservation is the places that were asked for, looked at. */
export interface PublicationReservation {
  /** Changes nothing. Throws what the artifact's and the release's `settle` throw. */
  settle(subjects: readonly Subject[], isOurs: IsOurs): Promise<Publications>
}

/** Publications are the places that were asked for, and may be written to. */
export interface Publications {
  readonly artifact?: Artifact
  /** `found` as it was before anything was signed. */
  readonly release?: SettledRelease & { readonly found: Release }
}

/**
 * planPublications checks what can be told without any service, and returns the look at the places that the inputs ask for:
 * that throws what reserveArtifact and reserveRelease throw. Throws E_INPUT_ARTIFACT_NAME, E_FILE_NAME.
 */
export function planPublications(
  inputs: PublicationInputs,
  outputs: readonly PlannedOutput[],
): (ports: PublicationPorts, tools: Tools, job: Pick<Job, 'runId' | 'runAttempt'>) => Promise<PublicationReservation> {
  const { retentionDays, release: wanted, timeout, dryRun } = inputs
  const names = outputs.map(({ name }) => name)
  const paths = outputs.flatMap((output) => everyPath(output.paths))
  const plan = inputs.uploadArtifact ? planArtifact(inputs.artifactName, names, paths, inputs.jobIndex) : undefined
  return async ({ artifacts, loadReleases }, tools, { runId, runAttempt }) => {
    const artifact = plan && (await reserveArtifact(artifacts, tools, plan, { runAttempt, retentionDays }))
    const options = { run: { runId, runAttempt }, budget: timeout }
    const subjects = outputs.map(releaseSubject)
    const look = async (): Promise<ReleaseReservation | undefined> =>
      wanted && reserveRelease(await loadReleases(), tools, wanted, subjects, options)
    const release = dryRun ? await seen(look, tools.log) : await look()
    return {
      settle: async (signed, isOurs) => ({
        ...(artifact && { artifact: await artifact.settle(signed, isOurs) }),
        ...(release && { release: { ...(await release.settle(signed, isOurs)), found: release.release } }),
      }),
    }
  }
}

/** A pull request's token sees no draft, and may see nothing at all. */
async function seen<T>(look: () => Promise<T>, log: Log): Promise<T | undefined> {
  try {
    return await look()
  } catch (error) {
    const isUnseen = error instanceof ActionError && /^E_RELEASE_(?:NOT_FOUND|PERMISSION)$/.test(error.code)
    if (!isUnseen) throw error
    log.notice(`The release could not be looked at: ${error.message}. A draft is seen with \`contents: write\` only`)
    return undefined
  }
}

function releaseSubject({ name, paths }: PlannedOutput): Parameters<typeof reserveRelease>[3][number] {
  const { bundle, certificate, signature, checksums } = paths
  return { name, bundle, others: [signature, certificate], ...(checksums !== undefined && { checksums }) }
}
