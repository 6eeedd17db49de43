/*
 * Owns how a subject's files take the place of older ones on a draft. All are up under temporary names first; then, and only
 * if no other job has begun the same, each older one is deleted and its successor renamed: at every moment the old or the
 * new is there. Of several jobs the one whose first temporary file has the lowest id goes on, the others take theirs back.
 */
import { display } from '../shared/display.ts'
import { beingReplaced, isTaken, notAsUploaded, takenMeanwhile } from './release-errors.ts'
import { rivalOf, temporaryName, type Run } from './release-names.ts'
import { staysAsItIs, type PlannedAsset, type PlannedSubject } from './release-plan.ts'
import { LOOKS, named, removeUnneeded, uploadAsset, type ReleaseTools } from './release-upload.ts'
import type { Release, ReleaseAsset } from '../types.ts'

/** Swap is the replacing of older files on one draft. */
export interface Swap {
  readonly release: Release
  readonly run: Run
  readonly bytesOf: (asset: PlannedAsset) => Uint8Array
  /** What is up under temporary names. */
  readonly staged: Map<PlannedAsset, ReleaseAsset>
}

/**
 * swapSubject puts all files of a subject in their places and tells `placed` of each. The first file of `next`, the subject
 * to be swapped after it, is up before the last one has its place: until the end, other jobs see that this one is at work.
 * Throws E_RELEASE_ASSET_EXISTS, with no temporary file left but those that warnings name, when another job is faster or the
 * draft was published meanwhile; E_RELEASE_VERIFY, and what the store throws.
 */
export async function swapSubject(
  tools: ReleaseTools,
  swap: Swap,
  { subject, next }: { readonly subject: PlannedSubject; readonly next: PlannedSubject | undefined },
  placed: (file: PlannedAsset, asset: ReleaseAsset) => void,
): Promise<void> {
  const files = subject.assets.filter((file) => !staysAsItIs(file))
  const [first] = next?.assets ?? []
  try {
    for (const file of files) await stage(tools, swap, file)
    await assertOurTurn(tools, swap, files)
    for (const file of files) {
      if (first !== undefined && file === files.at(-1)) await stageEarly(tools, swap, first)
      placed(file, await place(tools, swap, file))
    }
  } catch (error) {
    if (isTaken(error)) await removeUnneeded(tools, swap.staged.values(), 'which this job will not need')
    throw error
  }
}

async function stage(tools: ReleaseTools, { release, run, bytesOf, staged }: Swap, file: PlannedAsset): Promise<void> {
  if (staged.has(file)) return
  const name = temporaryName(run, file.name)
  try {
    staged.set(file, await uploadAsset(tools, release, { name, storedName: name, bytes: bytesOf(file) }))
  } catch (error) {
    throw isTaken(error) ? beingReplaced(file.name, name) : error
  }
}

/** Where it is another job's turn there, what has been begun here must be ended first. */
async function stageEarly(tools: ReleaseTools, swap: Swap, file: PlannedAsset): Promise<void> {
  try {
    await stage(tools, swap, file)
  } catch (error) {
    if (!isTaken(error)) throw error
  }
}

function assertOurTurn(
  { store, call }: ReleaseTools,
  { release, run, staged }: Swap,
  files: readonly PlannedAsset[],
): Promise<void> {
  return call(async (signal) => {
    const now = await store.assets(release, signal)
    const first = Math.min(...files.map((file) => staged.get(file)?.id ?? Infinity))
    for (const file of files) {
      const ours = staged.get(file)
      if (ours === undefined || now.every(({ id }) => id !== ours.id)) {
        throw notAsUploaded(temporaryName(run, file.name), 'is not on the release after its upload', { tries: LOOKS })
      }
      const inTheWay = now.find(({ name }) => name === file.name)
      if (inTheWay?.id !== (file.holder ?? file.starter)?.id) throw takenMeanwhile(file.name)
      const rival = rivalOf(file.name, now, run)
      if (rival !== undefined && rival.id < first) throw beingReplaced(file.name, rival.name)
    }
  })
}

async function place(tools: ReleaseTools, { release, staged }: Swap, file: PlannedAsset): Promise<ReleaseAsset> {
  const ours = staged.get(file)
  if (ours === undefined) throw new TypeError('a file that is not up yet')
  const older = file.holder ?? file.starter
  const isFree = older === undefined || (await removeFromDraft(tools, release, older))
  const asset = isFree ? await takePlace(tools, release, ours, file.name) : undefined
  if (asset === undefined) throw takenMeanwhile(file.name)
  staged.delete(file)
  return asset
}

/** False when the release is no draft any more: then nothing was removed. */
function removeFromDraft({ store, call, log }: ReleaseTools, { id }: Release, older: ReleaseAsset): Promise<boolean> {
  let begun = false
  return call(async (signal) => {
    // Once the old one may be gone there is no way back.
    if (!begun && (await store.withId(id, signal))?.isDraft !== true) return false
    if (!begun) log.info(`Replacing '${display(older.name)}' on the draft, which an earlier run left`)
    begun = true
    await store.remove(older, signal)
    return true
  })
}

/** Undefined when the name is another's. */
function takePlace(
  { store, call }: ReleaseTools,
  release: Release,
  ours: ReleaseAsset,
  name: string,
): Promise<ReleaseAsset | undefined> {
  return call(async (signal) => {
    try {
      return await store.rename(ours, name, signal)
    } catch (error) {
      if (!isTaken(error)) throw error
    }
    const found = await named(store, release, name, signal)
    if (found === undefined) return store.rename(ours, name, signal)
    return found.id === ours.id ? found : undefined
  })
}
