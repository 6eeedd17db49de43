/*
 * Owns how one file gets onto a release and off it, and what becomes of a write whose answer never came. Must not decide
 * what may be replaced.
 */
import { display } from '../shared/display.ts'
import { sha256Of } from '../shared/encoding.ts'
import { ActionError } from '../shared/errors.ts'
import { isTaken, takenMeanwhile } from './release-errors.ts'
import type { Log, Release, ReleaseAsset, ReleaseStore } from '../types.ts'

/** LOOKS is how often a file that was attached is looked for: GitHub's listing may be a moment behind. */
export const LOOKS = 6

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
export async function uploadAsset(tools: ReleaseTools, release: Release, file: AssetFile): Promise<ReleaseAsset> {
  const { store, call } = tools
  let unclear = false
  return call(async (signal) => {
    const again = unclear
    const left = again ? await adopt(tools, release, file, again, signal) : undefined
    if (left !== undefined) return left
    unclear = true
    try {
      return await store.upload(release, file.name, file.bytes, signal)
    } catch (error) {
      if (!isTaken(error)) throw error
    }
    return (await adopt(tools, release, file, again, signal)) ?? store.upload(release, file.name, file.bytes, signal)
  })
}

/** What has the name, when it holds our bytes; else another job's, or unfinished: removed, where it can only be ours. */
async function adopt(
  { store, log }: ReleaseTools,
  release: Release,
  file: AssetFile,
  mayRemove: boolean,
  signal: AbortSignal,
): Promise<ReleaseAsset | undefined> {
  const found = await named(store, release, file.storedName, signal)
  if (found === undefined) return undefined
  if (found.state === 'uploaded' && (await holds(store, found, file.bytes, signal))) return found
  if (found.state !== 'starter' || !mayRemove) throw takenMeanwhile(file.storedName)
  log.info(`Removing '${display(found.name)}' from the release, which an upload of this job left that broke off`)
  await store.remove(found, signal)
  return undefined
}

/** removeAsset removes an asset and says so; `why` is like `which an earlier attempt left`. Throws what the store throws. */
export async function removeAsset({ store, call, log }: ReleaseTools, asset: ReleaseAsset, why: string): Promise<void> {
  log.info(`Removing '${display(asset.name)}' from the release, ${why}`)
  await call((signal) => store.remove(asset, signal))
}

/** removeUnneeded removes what only lies about, as removeAsset does; what GitHub does not let go is a warning. */
export async function removeUnneeded(tools: ReleaseTools, assets: Iterable<ReleaseAsset>, why: string): Promise<void> {
  for (const asset of assets) {
    try {
      await removeAsset(tools, asset, why)
    } catch (error) {
      if (!(error instanceof ActionError) || !error.code.startsWith('E_RELEASE_')) throw error
      tools.log.warning(`'${display(asset.name)}', ${why}, could not be removed: ${error.message}`)
    }
  }
}

/** named returns the asset of a release that has a name. */
export async function named(
  store: ReleaseStore,
  release: Release,
  name: string,
  signal: AbortSignal,
): Promise<ReleaseAsset | undefined> {
  return (await store.assets(release, signal)).find((asset) => asset.name === name)
}

/** holds tells whether an asset has exactly these bytes, which it reads unless its size or its digest tells that it has not. */
export async function holds(
  store: ReleaseStore,
  asset: ReleaseAsset,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<boolean> {
  if (asset.size !== bytes.length) return false
  if (asset.digest !== undefined && asset.digest !== sha256Of(bytes)) return false
  return Buffer.compare(await store.read(asset, signal), bytes) === 0
}
