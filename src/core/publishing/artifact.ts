/*
 * Owns the workflow artifact as one object: its name is reserved before anything is public, its content is what was
 * written, and what the service stored is compared with it. Must not know the service's client.
 */
import { readFile } from 'node:fs/promises'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import type { ArtifactPlan } from './artifact-plan.ts'
import { nameTaken, sameContent, type ArtifactCall, unlessRefused, uploadMembers } from './artifact-upload.ts'
import type {
  ArtifactMember,
  ArtifactStore,
  Log,
  StoredArtifact,
  Tools,
  UploadedArtifact,
  WrittenFile,
} from '../types.ts'

/** ArtifactTools are the collaborators of one step, whose calls share its budget: that before signing, or that after. */
export interface ArtifactTools {
  readonly store: ArtifactStore
  readonly call: ArtifactCall
  readonly log: Log
}

/** Reservation is an artifact name that this run may use. */
export interface Reservation {
  readonly name: string
  /** What an earlier attempt of this run left under that name, to be replaced. */
  readonly replaces?: StoredArtifact
}

/** Artifact is a reserved name and the way to put the files there. */
export interface Artifact extends Reservation {
  /** Uploads the files and returns what was stored; throws what publishArtifact throws. */
  publish(files: readonly WrittenFile[]): Promise<UploadedArtifact>
}

/** Milliseconds for the artifact calls of one step. */
const ARTIFACT_BUDGET = 180_000

/** Bytes of a zip that surely holds more than the signature files of one member name; a bundle has some 10 KB. */
const LARGEST_MEMBER = 256 * 1024

/** reserveArtifact returns the artifact of a plan under a name that it may use. Changes nothing. Throws as reserveName. */
export async function reserveArtifact(
  store: ArtifactStore,
  tools: Tools,
  plan: ArtifactPlan,
  options: { readonly runAttempt: number; readonly retentionDays: number | undefined },
): Promise<Artifact> {
  const reservation = await reserveName(artifactTools(store, tools), plan, options.runAttempt)
  return {
    ...reservation,
    publish: (files) => {
      const members = files.map(({ path, text }) => ({ path, member: memberOf(plan, path), bytes: Buffer.from(text) }))
      return publishArtifact(artifactTools(store, tools), reservation, members, options.retentionDays)
    },
  }
}

function memberOf(plan: ArtifactPlan, path: string): string {
  const planned = plan.files.find((file) => file.path === path)
  if (planned === undefined) throw new TypeError('a file that was not planned')
  return planned.member
}

function artifactTools(store: ArtifactStore, { call, clock, log }: Tools): ArtifactTools {
  const deadline = clock.now() + ARTIFACT_BUDGET
  return { store, log, call: (attempt) => call({ service: 'artifactStore', deadline, attempt }) }
}

/**
 * reserveName returns the planned name when it is free, or when this run's earlier attempt left under it an artifact
 * of exactly the planned members. Changes nothing. Throws E_UPLOAD_NAME_TAKEN, and what the store throws.
 */
export async function reserveName(
  { store, call }: ArtifactTools,
  plan: ArtifactPlan,
  runAttempt: number,
): Promise<Reservation> {
  const { name } = plan
  const found = await call((signal) => store.find(name, signal))
  if (found === undefined) return { name }
  // Whoever made an artifact of this size, it was not us: do not even download it.
  if (runAttempt === 1 || found.size > plan.files.length * LARGEST_MEMBER) throw nameTaken(name)
  const stored = await call((signal) => unlessRefused(store.read(found.id, signal)))
  const planned = plan.files.map((file) => file.member)
  if (stored?.size !== planned.length || !planned.every((member) => stored.has(member))) throw nameTaken(name)
  return { name, replaces: found }
}

/**
 * publishArtifact uploads the members under the reserved name, reads the artifact back by its id and returns it. A
 * read-back that cannot be had is a warning. Throws E_UPLOAD_CONTENT when a file is no longer what was written,
 * E_UPLOAD_VERIFY when the service stored something else, E_UPLOAD_NAME_TAKEN, and what the store throws.
 */
export async function publishArtifact(
  tools: ArtifactTools,
  reservation: Reservation,
  members: readonly ArtifactMember[],
  retentionDays: number | undefined,
): Promise<UploadedArtifact> {
  for (const member of members) await checkContent(member)
  if (reservation.replaces !== undefined) await removeEarlier(tools, reservation.replaces)
  const uploaded = await uploadMembers(tools, reservation.name, members, retentionDays)
  await compareStored(tools, uploaded, members)
  return uploaded
}

async function checkContent(member: ArtifactMember): Promise<void> {
  let problem = 'changed'
  let cause: unknown
  try {
    if (Buffer.compare(await readFile(member.path), member.bytes) === 0) return
  } catch (error) {
    problem = 'cannot be read any more'
    cause = error
  }
  throw new ActionError('E_UPLOAD_CONTENT', `'${display(member.path)}' ${problem} after it was written`, {
    fix: 'let no other step or process touch the signature files while this step runs',
    cause,
  })
}

async function removeEarlier({ store, call, log }: ArtifactTools, earlier: StoredArtifact): Promise<void> {
  await call(async (signal) => {
    const found = await store.find(earlier.name, signal)
    if (found === undefined) return
    // Another job may have put its own there since the name was reserved.
    if (found.id !== earlier.id) throw nameTaken(earlier.name)
    await store.remove(earlier.name, signal)
  })
  log.notice(`Replacing artifact '${display(earlier.name)}', which an earlier attempt of this run left`)
}

async function compareStored(
  { store, call, log }: ArtifactTools,
  uploaded: UploadedArtifact,
  members: readonly ArtifactMember[],
): Promise<void> {
  let stored: ReadonlyMap<string, Uint8Array>
  try {
    stored = await call((signal) => store.read(uploaded.id, signal, uploaded.digest))
  } catch (error) {
    if (!isUploadFailure(error) || error.code === 'E_UPLOAD_VERIFY') throw error
    log.warning(`Artifact '${display(uploaded.name)}' was uploaded, but could not be read back: ${error.message}`)
    return
  }
  if (sameContent(stored, members)) return
  throw new ActionError('E_UPLOAD_VERIFY', `artifact '${display(uploaded.name)}' does not hold what was uploaded`, {
    fix: 'do not use this artifact; the signature files of this job are right: run it again',
  })
}

function isUploadFailure(error: unknown): error is ActionError {
  return error instanceof ActionError && error.code.startsWith('E_UPLOAD_')
}
