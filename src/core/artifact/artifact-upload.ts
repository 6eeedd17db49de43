/*
 * Owns what happens between the tries of one upload: what holds the name is adopted when it is ours to the last byte, and
 * left alone when it is not. Must not remove anything, nor compare after the end.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { suffixedName } from './artifact-plan.ts'
import type { ArtifactMember, ArtifactStore, Log, UploadedArtifact } from '../types.ts'

/** ArtifactCall makes a call to the store again while its error is transient, within the tries and time of an upload. */
export type ArtifactCall = <T>(attempt: (signal: AbortSignal) => Promise<T>) => Promise<T>

interface UploadTools {
  readonly store: ArtifactStore
  readonly call: ArtifactCall
  readonly log: Log
}

/** LARGEST_MEMBER is bytes of a zip that surely holds more than the signature files of one member name; a bundle has 10 KB. */
export const LARGEST_MEMBER = 256 * 1024

/**
 * uploadMembers uploads the members as artifact `name` and returns what the service stored. Nothing is ever removed: where
 * a try ended unclearly and something that is not ours to the last byte holds the name, the artifact becomes `<name>-2`
 * (and so on), with a warning. Throws E_UPLOAD_NAME_TAKEN when the name was taken before the first try, and what the store
 * throws.
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
  const giveWay = (): void => {
    const held = target
    target = suffixedName(name, `-${String(++number)}`)
    log.warning(
      `The artifact name '${display(held)}' is held by an upload that broke off or by another job: uploading as '${display(target)}'`,
    )
  }
  return call(async (signal) => {
    const left = unclear ? await leftBehind(store, target, members, signal) : undefined
    if (left === 'of others') giveWay()
    else if (left !== undefined) return left
    const again = unclear
    // Only a transient failure leads here again, and none of those tells what the service did.
    unclear = true
    try {
      return await store.upload(target, members, retentionDays, signal)
    } catch (error) {
      if (!again || codeOf(error) !== 'E_UPLOAD_NAME_TAKEN') throw error
    }
    giveWay()
    return store.upload(target, members, retentionDays, signal)
  })
}

/** What a try that ended unclearly left under the name: ours, when every byte is; undefined where nothing is listed. */
async function leftBehind(
  store: ArtifactStore,
  name: string,
  members: readonly ArtifactMember[],
  signal: AbortSignal,
): Promise<UploadedArtifact | 'of others' | undefined> {
  const found = await store.find(name, signal)
  if (found === undefined) return undefined
  if (found.size > members.length * LARGEST_MEMBER) return 'of others'
  const stored = await unlessRefused(store.read(found.id, signal))
  if (stored === undefined || !sameContent(stored.members, members)) return 'of others'
  return { name, id: found.id, url: found.url, digest: found.digest ?? stored.digest }
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
    members.every(({ member, text }) => {
      const found = stored.get(member)
      return found !== undefined && Buffer.compare(found, Buffer.from(text)) === 0
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
