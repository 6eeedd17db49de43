/*
 * Owns the workflow artifact as one object: its name is looked up before anything is read, settled before anything is
 * public, and then takes the files. Must not know the service's client, nor judge a bundle.
 */
import { signatureSuffixes } from '../files/signature-names.ts'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { suffixedName, type ArtifactPlan } from './artifact-plan.ts'
import { isTooLarge } from './artifact-content.ts'
import { nameTaken, unlessRefused } from './artifact-errors.ts'
import { publishArtifact } from './artifact-publish.ts'
import { artifactTools, type ArtifactTools } from './artifact-tools.ts'
import type {
  ArtifactStore,
  IsOurs,
  StoredArtifact,
  StoredContent,
  Subject,
  Tools,
  UploadedArtifact,
  WrittenFile,
} from '../types.ts'

/** ArtifactReservation is an artifact whose name was looked up. */
export interface ArtifactReservation {
  /**
   * Decides under which name to upload, once the digests are known: what an earlier attempt left is replaced only when it
   * has exactly our members and each of its bundles is ours; else it stays, and ours gets a name of its own. Changes
   * nothing. Throws E_UPLOAD_NAME_TAKEN, and what the store throws.
   */
  settle(subjects: readonly Subject[], isOurs: IsOurs): Promise<Artifact>
}

/** Artifact is a name that this run may use, and the way to put the files there. */
export interface Artifact {
  readonly name: string
  /** What an earlier attempt of this run left under that name, to be replaced. */
  readonly replaces?: StoredArtifact
  /** Begins to load what publishing needs; never throws. */
  getReady(): void
  /** Uploads the files and returns what was stored; throws what publishArtifact throws. */
  publish(files: readonly WrittenFile[]): Promise<UploadedArtifact>
}

/**
 * reserveArtifact looks the planned name up. Throws E_UPLOAD_NAME_TAKEN for one that is taken in the first attempt, and
 * what the store throws. Changes nothing.
 */
export async function reserveArtifact(
  store: ArtifactStore,
  tools: Tools,
  plan: ArtifactPlan,
  options: { readonly runAttempt: number; readonly retentionDays: number | undefined },
): Promise<ArtifactReservation> {
  const { runAttempt, retentionDays } = options
  const { call } = artifactTools(store, tools)
  const names = plan.matrixName === undefined ? [plan.name] : [plan.name, plan.matrixName]
  const taken: StoredArtifact[] = []
  for (const name of names) {
    const found = await call((signal) => store.find(name, signal))
    if (found === undefined) break
    taken.push(found)
  }
  const free = names[taken.length]
  if (free === undefined && runAttempt === 1) throw nameTaken(plan.name)
  const artifact = (name: string, replaces?: StoredArtifact): Artifact => ({
    name,
    ...(replaces === undefined ? {} : { replaces }),
    getReady: () => store.getReady(),
    publish: async (files) => {
      const members = files.map(({ path, text }) => ({ path, member: memberOf(plan, path), text }))
      const upload = (target: string): Promise<UploadedArtifact> =>
        publishArtifact(artifactTools(store, tools), { name: target, replaces }, members, retentionDays)
      const next = name === plan.name && replaces === undefined ? plan.matrixName : undefined
      if (next === undefined) return upload(name)
      try {
        return await upload(name)
      } catch (error) {
        // Jobs of one matrix look at the same time, and all find it free.
        if (!(error instanceof ActionError) || error.code !== 'E_UPLOAD_NAME_TAKEN') throw error
        tellOfMatrix(tools, name, next)
        return upload(next)
      }
    },
  })
  return {
    settle: async (subjects, isOurs) => {
      if (taken.length === 0) return artifact(plan.name)
      const found = artifactTools(store, tools)
      const earlier = runAttempt === 1 ? [] : taken
      for (const one of earlier) {
        if (await holdsOurs(found, one, plan, subjects, isOurs)) return artifact(one.name, one)
      }
      if (free !== undefined) {
        tellOfMatrix(tools, plan.name, free)
        return artifact(free)
      }
      const name = suffixedName(plan.name, `.attempt-${String(runAttempt)}`)
      if ((await found.call((signal) => store.find(name, signal))) !== undefined) throw nameTaken(name)
      tools.log.warning(
        `Artifact '${display(plan.name)}', which this run has from an earlier attempt, is not of the files signed now and stays: uploading as '${display(name)}'`,
      )
      return artifact(name)
    },
  }
}

async function holdsOurs(
  { store, call }: ArtifactTools,
  earlier: StoredArtifact,
  plan: ArtifactPlan,
  subjects: readonly Subject[],
  isOurs: IsOurs,
): Promise<boolean> {
  // Whoever made an artifact of this size, it was not us: do not even download it.
  if (isTooLarge(earlier, plan.files.length)) return false
  const planned = plan.files.map((file) => file.member)
  const bundles = planned.filter((member) => member.endsWith(signatureSuffixes.bundle))
  const look = ({ members }: StoredContent): boolean =>
    members.size === planned.length &&
    planned.every((member) => members.has(member)) &&
    bundles.length === subjects.length &&
    subjects.every(({ sha256 }, index) => {
      const bytes = members.get(bundles[index] ?? '')?.()
      return bytes !== undefined && isOurs(Buffer.from(bytes).toString(), sha256)
    })
  return (await call((signal) => unlessRefused(store.read(earlier.id, signal, look)))) ?? false
}

function tellOfMatrix({ log }: Pick<Tools, 'log'>, taken: string, name: string): void {
  log.info(`The artifact name '${display(taken)}' is taken, as by another job of this matrix: it is '${display(name)}'`)
}

function memberOf(plan: ArtifactPlan, path: string): string {
  const planned = plan.files.find((file) => file.path === path)
  if (planned === undefined) throw new TypeError('a file that was not planned')
  return planned.member
}
