/*
 * Owns the writing: each file attached, in an order that two jobs with equal names share, then all read back, then what
 * earlier attempts left cleaned up. Must not touch the release itself, nor an asset that was not reserved.
 */
import path from 'node:path'
import { display } from '../shared/display.ts'
import { sha256Of } from '../shared/encoding.ts'
import { ActionError, type Transience } from '../shared/errors.ts'
import { temporaryName, type Run } from './release-names.ts'
import type { PlannedAsset, PlannedSubject, ReleasePlan } from './release-plan.ts'
import { holds, replaceAsset, takenMeanwhile, uploadAsset, type ReleaseTools } from './release-upload.ts'
import type { AttachedAsset, Release, ReleaseAsset, WrittenFile } from '../types.ts'

/** Attaching is what may be written where. */
export interface Attaching {
  readonly release: Release
  /** As the release is now. */
  readonly plan: ReleasePlan
  readonly run: Run
  /** Ids of the assets that may be removed: what was reserved, what broke off before this run looked. */
  readonly removable: ReadonlySet<number>
}

/** How often a file that was attached is looked for: GitHub's listing may be a moment behind. */
const LOOKS = 6

/**
 * attachFiles attaches the planned files and returns them as they were read back. Throws E_RELEASE_ASSET_EXISTS when
 * another job was faster, E_RELEASE_VERIFY when GitHub stored something else, and what the store throws; then a warning
 * says what is on the release already.
 */
export async function attachFiles(
  tools: ReleaseTools,
  { release, plan, run, removable }: Attaching,
  files: readonly WrittenFile[],
): Promise<readonly AttachedAsset[]> {
  const planned = plan.subjects.toSorted(byFirstName).flatMap(({ assets }) => assets)
  for (const { name, holder, starter, keeps } of planned) {
    const inTheWay = (keeps ? undefined : holder) ?? starter
    if (inTheWay !== undefined && !removable.has(inTheWay.id)) throw takenMeanwhile(name)
  }
  const attached: { readonly asset: ReleaseAsset; readonly bytes: Uint8Array }[] = []
  let done = false
  try {
    for (const file of planned) {
      const bytes = Buffer.from(textOf(files, file.path))
      attached.push({ asset: await attach(tools, release, file, bytes, run), bytes })
    }
    const result = await readBack(tools, release, attached)
    done = true
    await cleanUp(tools, plan.leftovers)
    return result
  } finally {
    const names = attached.map(({ asset }) => display(asset.name))
    if (!done && names.length > 0) tools.log.warning(`On the release already, and left there: ${names.join(', ')}`)
  }
}

/** A job that comes second with a file of the same name fails at its first asset, before it has touched another one. */
function byFirstName(left: PlannedSubject, right: PlannedSubject): number {
  const [one = '', other = ''] = [left, right].map(({ assets: [first] }) => first?.name)
  return one < other ? -1 : 1
}

function textOf(files: readonly WrittenFile[], file: string): string {
  const written = files.find((each) => each.path === file)
  if (written === undefined) throw new TypeError('a planned file that was not written')
  return written.text
}

async function attach(
  tools: ReleaseTools,
  release: Release,
  { path: file, name: storedName, holder, starter, keeps }: PlannedAsset,
  bytes: Uint8Array,
  run: Run,
): Promise<ReleaseAsset> {
  const name = path.basename(file)
  if (holder !== undefined && keeps) {
    if (!(await tools.call((signal) => holds(tools.store, holder, bytes, signal)))) throw takenMeanwhile(holder.name)
    tools.log.info(`'${display(holder.name)}' is on the release already and says the same: it stays`)
    return holder
  }
  if (holder !== undefined) {
    tools.log.info(`Replacing '${display(holder.name)}' on the draft, which an earlier run left`)
    const temporary = temporaryName(run, holder.name)
    return replaceAsset(tools, release, holder, { name: temporary, storedName: temporary, bytes })
  }
  if (starter !== undefined) await tools.call((signal) => tools.store.remove(starter, signal))
  const asset = await uploadAsset(tools, release, { name, storedName, bytes })
  if (asset.name !== name) tools.log.info(`GitHub stores '${display(name)}' as '${display(asset.name)}'`)
  return asset
}

function readBack(
  { store, call }: ReleaseTools,
  release: Release,
  attached: readonly { readonly asset: ReleaseAsset; readonly bytes: Uint8Array }[],
): Promise<readonly AttachedAsset[]> {
  return call(async (signal) => {
    const listed = new Map((await store.assets(release, signal)).map((asset) => [asset.id, asset]))
    const result: AttachedAsset[] = []
    for (const { asset, bytes } of attached) {
      const found = listed.get(asset.id)
      if (found?.isComplete !== true) throw otherwise(asset, 'is not on the release after its upload', { tries: LOOKS })
      if (!(await holds(store, found, bytes, signal))) throw otherwise(asset, 'does not hold what was uploaded')
      result.push({ name: found.name, url: found.url, size: found.size, sha256: sha256Of(bytes) })
    }
    return result
  })
}

function otherwise(asset: ReleaseAsset, problem: string, transient?: Transience): ActionError {
  return new ActionError('E_RELEASE_VERIFY', `asset '${display(asset.name)}' ${problem}`, {
    fix: 'the signature files of this job are right: take them from its artifact, and find out who else changes this release',
    ...(transient && { transient }),
  })
}

async function cleanUp({ store, call, log }: ReleaseTools, leftovers: readonly ReleaseAsset[]): Promise<void> {
  for (const asset of leftovers) {
    try {
      await call((signal) => store.remove(asset, signal))
    } catch (error) {
      if (!(error instanceof ActionError) || !error.code.startsWith('E_RELEASE_')) throw error
      log.warning(`'${display(asset.name)}', left by an earlier attempt, could not be removed: ${error.message}`)
    }
  }
}
