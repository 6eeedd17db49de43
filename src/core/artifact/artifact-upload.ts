/*
 * Owns what happens between the tries of one upload: what holds the name is adopted when it is ours to the last byte, and
 * left alone when it is not. Must not remove anything, nor compare after the end.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { isTooLarge, sameContent } from './artifact-content.ts'
import { unlessRefused } from './artifact-errors.ts'
import { suffixedName } from './artifact-plan.ts'
import type { ArtifactTools } from './artifact-tools.ts'
import type { ArtifactMember, ArtifactStore, Sha256, StoredContent, UploadedArtifact } from '../types.ts'

/**
 * uploadMembers uploads the members as artifact `name` and returns what the service stored. Nothing is ever removed: where
 * a try ended unclearly and something that is not ours to the last byte holds the name, the artifact becomes `<name>-2`
 * (and so on), with a warning. Throws E_UPLOAD_NAME_TAKEN when the name was taken before the first try, and what the store
 * throws.
 */
export async function uploadMembers(
  { store, call, log }: ArtifactTools,
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
  if (isTooLarge(found, members.length)) return 'of others'
  const look = (stored: StoredContent): Sha256 | undefined =>
    sameContent(stored.members, members) ? stored.digest() : undefined
  const digest = await unlessRefused(store.read(found.id, signal, look))
  return digest === undefined ? 'of others' : { name, id: found.id, url: found.url, digest: found.digest ?? digest }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof ActionError ? error.code : undefined
}
