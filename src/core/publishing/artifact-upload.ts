/*
 * Owns what happens between the tries of one upload: what an earlier try left is adopted when it is ours to the last
 * byte, cleared away when it is unfinished, and left alone when it is another's. Must not compare after the end.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import type { ArtifactMember, ArtifactStore, Log, UploadedArtifact } from '../types.ts'

/** ArtifactCall makes a call to the store again while its error is transient, within the tries and time of an upload. */
export type ArtifactCall = <T>(attempt: (signal: AbortSignal) => Promise<T>) => Promise<T>

interface UploadTools {
  readonly store: ArtifactStore
  readonly call: ArtifactCall
  readonly log: Log
}

/**
 * uploadMembers uploads the members as artifact `name` and returns what the service stored. Where an unfinished upload
 * of ours holds the name and cannot be removed, the artifact becomes `<name>-2` (and so on), with a warning. Throws
 * E_UPLOAD_NAME_TAKEN when the name is another's by now, and what the store throws.
 */
export async function uploadMembers(
  { store, call, log }: UploadTools,
  name: string,
  members: readonly ArtifactMember[],
  retentionDays: number | undefined,
): Promise<UploadedArtifact> {
  let target = name
  let number = 1
  let unclear = false
  return call(async (signal) => {
    const left = unclear ? await leftBehind(store, target, members, signal) : undefined
    if (left !== undefined) return left
    const again = unclear
    // Only a transient failure leads here again, and none of those tells what the service did.
    unclear = true
    try {
      return await store.upload(target, members, retentionDays, signal)
    } catch (error) {
      if (!again || codeOf(error) !== 'E_UPLOAD_NAME_TAKEN') throw error
    }
    const held = target
    target = `${name}-${++number}`
    log.warning(
      `An upload that broke off still holds the artifact name '${display(held)}': uploading as '${display(target)}'`,
    )
    return store.upload(target, members, retentionDays, signal)
  })
}

/** What a try that ended unclearly left under the name, when it is complete and ours; removes what is unfinished. */
async function leftBehind(
  store: ArtifactStore,
  name: string,
  members: readonly ArtifactMember[],
  signal: AbortSignal,
): Promise<UploadedArtifact | undefined> {
  const found = await store.find(name, signal)
  if (found === undefined) return undefined
  const stored = await unlessRefused(store.read(found.id, signal))
  // Only a finished upload can be read, and only after all of its bytes arrived: other bytes are another job's.
  if (stored !== undefined && !sameContent(stored, members)) throw nameTaken(name)
  if (stored !== undefined && found.digest !== undefined) {
    return { name, id: found.id, url: found.url, digest: found.digest }
  }
  await unlessRefused(store.remove(name, signal))
  return undefined
}

/** unlessRefused returns what the store answers, or undefined where it cannot be had and another try would not help. */
export async function unlessRefused<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    const code = codeOf(error)
    if (code === 'E_UPLOAD_RESPONSE' || code === 'E_UPLOAD_PERMISSION') return undefined
    throw error
  }
}

/** sameContent tells whether a stored artifact has exactly the members, each with exactly its bytes. */
export function sameContent(stored: ReadonlyMap<string, Uint8Array>, members: readonly ArtifactMember[]): boolean {
  return (
    stored.size === members.length &&
    members.every(({ member, bytes }) => {
      const found = stored.get(member)
      return found !== undefined && Buffer.compare(found, bytes) === 0
    })
  )
}

/** nameTaken returns E_UPLOAD_NAME_TAKEN for an artifact name. */
export function nameTaken(name: string, cause?: unknown): ActionError {
  return new ActionError('E_UPLOAD_NAME_TAKEN', `this run already has an artifact '${display(name)}'`, {
    fix: 'give `artifact-name` another value, one of its own for every job of a matrix',
    cause,
  })
}

function codeOf(error: unknown): string | undefined {
  return error instanceof ActionError ? error.code : undefined
}
