/*
 * Owns the GitHub release as one object: looked at before anything is public, reserved once the digests are known, attached
 * to at the end. Must not know GitHub's client; never changes the release itself, nor any asset but its own.
 */
import { display } from '../shared/display.ts'
import { attachFiles } from './release-attach.ts'
import { findRelease } from './release-find.ts'
import { isOfAnotherRun } from './release-names.ts'
import { planAssets, type PlanOptions, type ReleasePlan, type ReleaseSubject } from './release-plan.ts'
import { reserveAssets, type JudgeBundle } from './release-reserve.ts'
import type { ReleaseTools } from './release-upload.ts'
import type {
  AttachedAsset,
  Release,
  ReleaseAsset,
  ReleaseStore,
  Sha256,
  Tools,
  WantedRelease,
  WrittenFile,
} from '../types.ts'

/** OpenRelease is a release that files can be attached to, and the way to do it. */
export interface OpenRelease {
  readonly release: Release
  /** Decides what may be replaced; `digests` in the order of the subjects. Throws what reserveAssets throws. */
  reserve(digests: readonly Sha256[], judge: JudgeBundle): Promise<void>
  /** Attaches the files and returns what was read back; throws what planAssets and attachFiles throw. */
  publish(files: readonly WrittenFile[]): Promise<readonly AttachedAsset[]>
}

/**
 * openRelease returns the release that is meant, when it can take the files of all subjects. Changes nothing. Throws what
 * findRelease and planAssets throw.
 */
export async function openRelease(
  store: ReleaseStore,
  tools: Tools,
  wanted: WantedRelease,
  subjects: readonly ReleaseSubject[],
  options: PlanOptions,
): Promise<OpenRelease> {
  const looked = await look(releaseTools(store, tools, options), wanted, subjects, options)
  const { release } = looked
  const others = looked.assets.filter(({ name }) => isOfAnotherRun(name, options.run))
  if (others.length > 0) tools.log.notice(`Left on the release by other runs, delete them by hand: ${namesOf(others)}`)
  const removable = new Set(starters(looked.plan))
  return {
    release,
    reserve: async (digests, judge) => {
      const reserved = await reserveAssets(releaseTools(store, tools, options), looked.plan, digests, judge)
      for (const id of reserved) removable.add(id)
    },
    publish: async (files) => {
      const step = releaseTools(store, tools, options)
      // Much can have happened since: it may be published, or another job have signed the same.
      const now = await look(step, { kind: 'id', id: release.id }, subjects, options)
      return attachFiles(step, { release: now.release, plan: now.plan, run: options.run, removable }, files)
    },
  }
}

interface Looked {
  readonly release: Release
  readonly assets: readonly ReleaseAsset[]
  readonly plan: ReleasePlan
}

async function look(
  tools: ReleaseTools,
  wanted: WantedRelease,
  subjects: readonly ReleaseSubject[],
  options: PlanOptions,
): Promise<Looked> {
  const release = await findRelease(tools, wanted)
  const assets = await tools.call((signal) => tools.store.assets(release, signal))
  return { release, assets, plan: planAssets(release, assets, subjects, options) }
}

/** What broke off before this run looked is nobody's any more: an upload of these files takes a second. */
function starters({ subjects }: ReleasePlan): readonly number[] {
  return subjects.flatMap(({ assets }) => assets.flatMap(({ starter }) => starter?.id ?? []))
}

function namesOf(assets: readonly ReleaseAsset[]): string {
  return assets.map(({ name }) => `'${display(name)}'`).join(', ')
}

function releaseTools(store: ReleaseStore, { call, clock, log }: Tools, { budget }: PlanOptions): ReleaseTools {
  const deadline = clock.now() + budget
  return { store, log, call: (attempt) => call({ service: 'release', deadline, attempt }) }
}
