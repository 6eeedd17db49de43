/*
 * Owns how one file gets onto a release: uploaded, or put in the place of an older one so that at every moment the old or the
 * new is there; and what becomes of a write whose answer never came. Must not decide what may be replaced.
 */
import { sha256Of } from '../shared/encoding.ts'
import { ActionError } from '../shared/errors.ts'
import { assetExists } from './release-errors.ts'
import type { Log, Release, ReleaseAsset, ReleaseStore } from '../types.ts'

/** ReleaseTools are the collaborators of one step, whose calls share its budget. */
export interface ReleaseTools {
  readonly store: ReleaseStore
  readonly log: Log
  readonly call: <T>(attempt: (signal: AbortSignal) => Promise<T>) => Promise<T>
}

/** AssetFile is what an asset is to be called and to hold. */
export interface AssetFile {
  /** As it is uploaded; GitHub may rename it. */
  readonly name: string
  /** As GitHub is expected to store it. */
  readonly storedName: string
  readonly bytes: Uint8Array
}

/**
 * uploadAsset uploads a file under a name that was free. What an earlier try left is adopted when it holds our bytes, and
 * removed when it is unfinished. Throws E_RELEASE_ASSET_EXISTS when the name is another's by now, and what the store throws.
 */
export async function uploadAsset(
  { store, call }: ReleaseTools,
  release: Release,
  file: AssetFile,
): Promise<ReleaseAsset> {
  let unclear = false
  return call(async (signal) => {
    const again = unclear
    const left = again ? await adopt(store, release, file, again, signal) : undefined
    if (left !== undefined) return left
    unclear = true
    try {
      return await store.upload(release, file.name, file.bytes, signal)
    } catch (error) {
      if (!isTaken(error)) throw error
    }
    return (await adopt(store, release, file, again, signal)) ?? store.upload(release, file.name, file.bytes, signal)
  })
}

/** What has the name, when it holds our bytes; else another job's, or unfinished: removed, where it can only be ours. */
async function adopt(
  store: ReleaseStore,
  release: Release,
  file: AssetFile,
  mayRemove: boolean,
  signal: AbortSignal,
): Promise<ReleaseAsset | undefined> {
  const found = await named(store, release, file.storedName, signal)
  if (found === undefined) return undefined
  if (found.isComplete && (await holds(store, found, file.bytes, signal))) return found
  if (found.isComplete || !mayRemove) throw takenMeanwhile(file.storedName)
  await store.remove(found, signal)
  return undefined
}

/**
 * replaceAsset puts a file in the place of `holder`, an asset of a draft: uploaded under another name, which it keeps when
 * this breaks off half-way, then the old one deleted, then renamed. Throws E_RELEASE_ASSET_EXISTS when the draft was
 * published meanwhile, or another job does the same.
 */
export async function replaceAsset(
  tools: ReleaseTools,
  release: Release,
  holder: ReleaseAsset,
  temporary: AssetFile,
): Promise<ReleaseAsset> {
  const { store, call } = tools
  const staged = await uploadAsset(tools, release, temporary)
  const placed =
    (await removeFromDraft(tools, release, holder)) && (await takePlace(tools, release, staged, holder.name))
  if (placed) return placed
  await call((signal) => store.remove(staged, signal))
  throw takenMeanwhile(holder.name)
}

/** False when the release is no draft any more: then nothing was removed. */
function removeFromDraft({ store, call }: ReleaseTools, { id }: Release, holder: ReleaseAsset): Promise<boolean> {
  let begun = false
  return call(async (signal) => {
    // Once the old one may be gone there is no way back.
    if (!begun && (await store.withId(id, signal))?.isDraft !== true) return false
    begun = true
    await store.remove(holder, signal)
    return true
  })
}

/** Undefined when the name is another's. */
function takePlace(
  { store, call }: ReleaseTools,
  release: Release,
  staged: ReleaseAsset,
  name: string,
): Promise<ReleaseAsset | undefined> {
  return call(async (signal) => {
    try {
      return await store.rename(staged, name, signal)
    } catch (error) {
      if (!isTaken(error)) throw error
    }
    const found = await named(store, release, name, signal)
    return found?.id === staged.id ? found : undefined
  })
}

async function named(
  store: ReleaseStore,
  release: Release,
  name: string,
  signal: AbortSignal,
): Promise<ReleaseAsset | undefined> {
  return (await store.assets(release, signal)).find((asset) => asset.name === name)
}

/** holds tells whether an asset has exactly these bytes: by size and digest, or read where GitHub has no digest. */
export async function holds(
  store: ReleaseStore,
  asset: ReleaseAsset,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<boolean> {
  if (asset.size !== bytes.length) return false
  if (asset.digest !== undefined) return asset.digest === sha256Of(bytes)
  return Buffer.compare(await store.read(asset, signal), bytes) === 0
}

/** takenMeanwhile returns the E_RELEASE_ASSET_EXISTS of a name that was free, or ours to replace, before. */
export function takenMeanwhile(name: string): ActionError {
  return assetExists(name, 'what was free, or ours to replace, is so no more')
}

function isTaken(error: unknown): boolean {
  return error instanceof ActionError && error.code === 'E_RELEASE_ASSET_EXISTS'
}
