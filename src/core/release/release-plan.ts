/*
 * Owns which assets a release will get, what is in their way, and whether there is room and time for them. Must not ask
 * anybody: it is told what the release holds.
 */
import path from 'node:path'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { durationText } from '../shared/format.ts'
import { assetExists, beingReplaced, releaseFull } from './release-errors.ts'
import { assetName, isLeftover, rivalOf, type Run } from './release-names.ts'
import type { Release, ReleaseAsset } from '../types.ts'

/** ReleaseSubject is a signed file and what will be attached for it. */
export interface ReleaseSubject {
  /** As the user would say it. */
  readonly name: string
  /** Absolute path of its bundle, which goes first: what a run that breaks off leaves can be judged by it. */
  readonly bundle: string
  /** Absolute paths. */
  readonly others: readonly string[]
  /** Absolute path of its checksum file, or, where the subject is a list of checksums that this run makes, its own. */
  readonly checksums?: string
}

/** PlannedAsset is a file to attach, and what has its name now. */
export interface PlannedAsset {
  /** Absolute path. */
  readonly path: string
  readonly name: string
  /** A whole asset, to be replaced where that is allowed. */
  readonly holder?: ReleaseAsset
  /** What an upload left that broke off, to be removed. */
  readonly starter?: ReleaseAsset
  /** True for a checksum file: a whole asset of its name is kept when it holds the same, and never replaced. */
  readonly keeps?: true
}

/** PlannedSubject is a signed file and its assets, the bundle first. */
export interface PlannedSubject {
  readonly name: string
  /** True where the file itself is attached, being a list of checksums that this run makes. */
  readonly isMade: boolean
  /** The file itself, where it is a whole asset of the release, and none that this run attaches. */
  readonly own?: ReleaseAsset
  /** Its name on the release; absent where this run attaches it. */
  readonly ownName?: string
  readonly assets: readonly PlannedAsset[]
  /** The bundle in place, and what earlier attempts of this run uploaded to replace it. */
  readonly earlierBundles: readonly ReleaseAsset[]
  /** What earlier attempts of this run left under temporary names: its set may be half replaced. */
  readonly leftovers: readonly ReleaseAsset[]
}

/** ReleasePlan is everything to attach, and what earlier attempts of this run left under temporary names on a draft. */
export interface ReleasePlan {
  readonly subjects: readonly PlannedSubject[]
  readonly leftovers: readonly ReleaseAsset[]
}

/** PlanOptions are the run, and the milliseconds that attaching may take. */
export interface PlanOptions {
  readonly run: Run
  readonly budget: number
}

/** staysAsItIs tells whether a file is on the release already, and is only compared. */
export function staysAsItIs({ holder, keeps }: PlannedAsset): boolean {
  return holder !== undefined && keeps === true
}

/** isReplaced tells whether older files of a subject are in the way: then all of its files are put in place together. */
export function isReplaced({ assets }: PlannedSubject): boolean {
  return assets.some((file) => file.holder !== undefined && !staysAsItIs(file))
}

/** GitHub's limits: "About releases", "Best practices for using the REST API", "Rate limits for the REST API". */
const MOST_ASSETS = 1000
const BETWEEN_WRITES = 1000
const MOST_REQUESTS = 1000

/**
 * planAssets returns what to attach to a release that holds `assets`. Throws E_OUTPUT_NAME when two files would get one
 * name, E_RELEASE_ASSET_EXISTS when a published release has one of the names, its state is unknown or another job replaces it, E_RELEASE_LIMIT.
 */
export function planAssets(
  release: Pick<Release, 'isDraft'>,
  assets: readonly ReleaseAsset[],
  subjects: readonly ReleaseSubject[],
  options: PlanOptions,
): ReleasePlan {
  refuseEqualNames(subjects)
  const planned = subjects.map((subject) => planSubject(subject, assets, options.run))
  const files = planned.flatMap((subject) => subject.assets)
  const held = files.find(({ holder, keeps }) => holder !== undefined && !keeps)
  if (!release.isDraft && held !== undefined) throw assetExists(held.name, 'on a published release nothing is replaced')
  for (const { name } of planned.filter(isReplaced).flatMap((subject) => subject.assets)) {
    const rival = rivalOf(name, assets, options.run)
    if (rival !== undefined) throw beingReplaced(name, rival.name)
  }
  const leftovers = release.isDraft ? planned.flatMap((subject) => subject.leftovers) : []
  assertRoom(assets.length, planned)
  const writes = planned.reduce((sum, subject) => sum + writesOf(subject), 0)
  assertTime(writes + leftovers.length, options.budget)
  assertRequests(writes, files)
  return { subjects: planned, leftovers }
}

function planSubject(
  { name, bundle, others, checksums }: ReleaseSubject,
  assets: readonly ReleaseAsset[],
  run: Run,
): PlannedSubject {
  const called = (wanted: string, state: ReleaseAsset['state']): ReleaseAsset | undefined =>
    assets.find((asset) => asset.name === wanted && asset.state === state)
  const isMade = checksums !== undefined && path.basename(checksums) === path.posix.basename(name)
  const ownName = isMade ? undefined : assetName(path.posix.basename(name))
  const own = ownName === undefined ? undefined : called(ownName, 'uploaded')
  const planned = [bundle, ...others, ...(checksums ? [checksums] : [])].map((file) => {
    const stored = assetName(path.basename(file))
    if (called(stored, 'other')) throw assetExists(stored, 'it is neither whole nor an upload that broke off')
    const [holder, starter] = [called(stored, 'uploaded'), called(stored, 'starter')]
    const found = { ...(holder && { holder }), ...(starter && { starter }) }
    return { path: file, name: stored, ...found, ...(file === checksums && { keeps: true as const }) }
  })
  const bundleName = assetName(path.basename(bundle))
  const earlierBundles = assets.filter(
    (asset) => asset.state === 'uploaded' && (asset.name === bundleName || isLeftover(asset.name, run, bundleName)),
  )
  const leftovers = assets.filter((asset) => planned.some((each) => isLeftover(asset.name, run, each.name)))
  const itself = { ...(own && { own }), ...(ownName !== undefined && { ownName }) }
  return { name, isMade, ...itself, assets: planned, earlierBundles, leftovers }
}

function refuseEqualNames(subjects: readonly ReleaseSubject[]): void {
  const owners = new Map<string, string>()
  for (const { name, bundle, others, checksums } of subjects) {
    const files = [bundle, ...others, ...(checksums ? [checksums] : [])].map((each) => path.basename(each))
    for (const file of new Set([path.posix.basename(name), ...files])) {
      const stored = assetName(file)
      const owner = owners.get(stored)
      if (owner !== undefined) throw equalNames(owner, name, stored)
      owners.set(stored, name)
    }
  }
}

function equalNames(first: string, second: string, stored: string): ActionError {
  const both = `'${display(first)}' and '${display(second)}'`
  return new ActionError('E_OUTPUT_NAME', `${both} both need the name '${display(stored)}' on the release`, {
    fix: 'a release has no directories: give the files different names, or sign them in steps for different releases',
  })
}

function assertRoom(now: number, subjects: readonly PlannedSubject[]): void {
  const replaced = subjects.filter(isReplaced)
  const files = subjects.flatMap(({ assets }) => assets)
  const added = files.filter(({ holder, starter }) => holder === undefined && starter === undefined).length
  // A subject's new files lie beside its old ones for a moment, and the first one of the next.
  const beside = Math.max(0, ...replaced.map(({ assets }) => assets.filter(isInTheWay).length))
  const most = now + added + beside + (replaced.length > 1 ? 1 : 0)
  if (most <= MOST_ASSETS) return
  throw releaseFull(`the release has ${now} assets and would get ${most}, GitHub allows ${MOST_ASSETS}`)
}

function assertTime(writes: number, budget: number): void {
  const needed = writes * BETWEEN_WRITES
  if (needed <= budget) return
  throw releaseFull(
    `attaching takes ${writes} writes, a second apart as GitHub wants them: ${durationText(needed)}, and \`timeout-minutes\` leaves ${durationText(budget)}`,
  )
}

/** Every write, the look at each file in the way, and the reading of each file that is then there. */
function assertRequests(writes: number, files: readonly PlannedAsset[]): void {
  const requests = writes + files.filter(isInTheWay).length + files.length
  if (requests <= MOST_REQUESTS) return
  throw releaseFull(
    `attaching takes more than ${requests} requests, and GitHub gives a job's token ${MOST_REQUESTS} an hour`,
  )
}

/** Uploads, deletions of what is in the way, and renamings. */
function writesOf(subject: PlannedSubject): number {
  const files = subject.assets.filter((file) => !staysAsItIs(file))
  return files.length * (isReplaced(subject) ? 2 : 1) + files.filter(isInTheWay).length
}

function isInTheWay(file: PlannedAsset): boolean {
  return !staysAsItIs(file) && (file.holder ?? file.starter) !== undefined
}
