/*
 * Owns the writing: each file attached, in an order that two jobs with equal names share, then all read back, then what
 * earlier attempts left cleaned up. Must not touch the release itself, nor an asset that was not reserved.
 */
import path from 'node:path'
import { display } from '../shared/display.ts'
import { sha256Of } from '../shared/encoding.ts'
import { notAsUploaded, takenMeanwhile } from './release-errors.ts'
import type { Run } from './release-names.ts'
import { isReplaced, staysAsItIs, type PlannedAsset, type PlannedSubject, type ReleasePlan } from './release-plan.ts'
import { assertSameFiles } from './release-reserve.ts'
import { swapSubject } from './release-swap.ts'
import { holds, LOOKS, removeAsset, removeUnneeded, uploadAsset, type ReleaseTools } from './release-upload.ts'
import type { AttachedAsset, AttachedRelease, Release, ReleaseAsset, Subject, WrittenFile } from '../types.ts'

/** Attaching is what may be written where. */
export interface Attaching {
  readonly release: Release
  /** As the release is now. */
  readonly plan: ReleasePlan
  /** In the order of the plan's subjects. */
  readonly signed: readonly Pick<Subject, 'sha256'>[]
  readonly run: Run
  /** Ids of the assets that may be removed: what was reserved, what broke off before this run looked. */
  readonly removable: ReadonlySet<number>
}

interface Attached {
  readonly file: PlannedAsset
  readonly asset: ReleaseAsset
  readonly bytes: Uint8Array
}

/**
 * attachFiles attaches the planned files and returns the release as it is now, and them as they were read back, byte by byte. Throws E_RELEASE_ASSET_EXISTS when
 * another job was faster, E_RELEASE_DIGEST_MISMATCH when the signed file is another one there by now, E_RELEASE_VERIFY when GitHub stored something else, and what the store throws; then a warning
 * says what is on the release already.
 */
export async function attachFiles(
  tools: ReleaseTools,
  { release, plan, signed, run, removable }: Attaching,
  files: readonly WrittenFile[],
): Promise<AttachedRelease> {
  assertSameFiles(plan.subjects, signed)
  const subjects = plan.subjects.toSorted(byFirstName)
  for (const file of subjects.flatMap(({ assets }) => assets)) {
    const inTheWay = (staysAsItIs(file) ? undefined : file.holder) ?? file.starter
    if (inTheWay !== undefined && !removable.has(inTheWay.id)) throw takenMeanwhile(file.name)
  }
  const bytesOf = ({ path: file }: PlannedAsset): Uint8Array => Buffer.from(textOf(files, file))
  const swap = { release, run, bytesOf, staged: new Map<PlannedAsset, ReleaseAsset>() }
  const attached: Attached[] = []
  const done = (file: PlannedAsset, asset: ReleaseAsset): void => {
    attached.push({ file, asset, bytes: bytesOf(file) })
  }
  let isDone = false
  try {
    for (const [index, subject] of subjects.entries()) {
      const next = subjects.slice(index + 1).find(isReplaced)
      if (isReplaced(subject)) await swapSubject(tools, swap, { subject, next }, done)
      for (const file of subject.assets) {
        if (staysAsItIs(file)) done(file, await keep(tools, file, bytesOf(file)))
        else if (!isReplaced(subject)) done(file, await attach(tools, release, file, bytesOf(file)))
      }
    }
    const result = await readBack(tools, release, attached, (assets) => assertSameFiles(plan.subjects, signed, assets))
    isDone = true
    await removeUnneeded(tools, plan.leftovers, 'which an earlier attempt left')
    return { release, assets: result }
  } finally {
    const names = attached.map(({ asset }) => display(asset.name))
    if (!isDone && names.length > 0) tools.log.warning(`On the release already, and left there: ${names.join(', ')}`)
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
  return written.text()
}

async function keep(tools: ReleaseTools, { name, holder }: PlannedAsset, bytes: Uint8Array): Promise<ReleaseAsset> {
  const isSame = holder && (await tools.call((signal) => holds(tools.store, holder, bytes, signal)))
  if (!isSame) throw takenMeanwhile(name)
  tools.log.info(`'${display(name)}' is on the release already and says the same: it stays`)
  return holder
}

async function attach(
  tools: ReleaseTools,
  release: Release,
  { path: file, name: storedName, starter }: PlannedAsset,
  bytes: Uint8Array,
): Promise<ReleaseAsset> {
  const name = path.basename(file)
  if (starter !== undefined) await removeAsset(tools, starter, 'which an upload left that broke off')
  const asset = await uploadAsset(tools, release, { name, storedName, bytes })
  if (asset.name !== name) tools.log.info(`GitHub stores '${display(name)}' as '${display(asset.name)}'`)
  return asset
}

function readBack(
  { store, call }: ReleaseTools,
  release: Release,
  attached: readonly Attached[],
  compare: (assets: readonly ReleaseAsset[]) => void,
): Promise<readonly AttachedAsset[]> {
  return call(async (signal) => {
    const assets = await store.assets(release, signal)
    compare(assets)
    const listed = new Map(assets.map((asset) => [asset.id, asset]))
    const result: AttachedAsset[] = []
    for (const { file, asset, bytes } of attached) {
      const found = listed.get(asset.id)
      if (found?.state !== 'uploaded' || found.name !== file.name) {
        throw notAsUploaded(file.name, 'is not on the release under this name after its upload', { tries: LOOKS })
      }
      if (!(await holds(store, found, bytes, signal)))
        throw notAsUploaded(found.name, 'does not hold what was uploaded')
      result.push({ name: found.name, url: found.url, size: found.size, sha256: sha256Of(bytes) })
    }
    return result
  })
}
