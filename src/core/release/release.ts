/*
 * Owns the GitHub release as one object: looked at before anything is public, reserved once the digests are known, attached
 * to at the end. Must not know GitHub's client; never changes the release itself, nor any asset but its own.
 */
import { display } from '../shared/display.ts'
import { attachFiles } from './release-attach.ts'
import { findRelease } from './release-find.ts'
import { isOfAnotherRun } from './release-names.ts'
import { planAssets, type PlanOptions, type ReleasePlan, type ReleaseSubject } from './release-plan.ts'
import { reserveAssets } from './release-reserve.ts'
import type { ReleaseTools } from './release-upload.ts'
import type {
  AttachedRelease,
  IsOurs,
  Release,
  ReleaseAsset,
  ReleaseStore,
  Subject,
  Tools,
  WantedRelease,
  WrittenFile,
} from '../types.ts'

/** ReleaseReservation is a release that was looked at, and can take the files of all subjects. */
export interface ReleaseReservation {
  /** As it was found. */
  readonly release: Release
  /**
   * Decides, once the digests are known, which assets of a draft may be replaced; `signed` in the order of the subjects.
   * Changes nothing. Throws what reserveAssets throws.
   */
  settle(signed: readonly Pick<Subject, 'sha256' | 'checksums'>[], isOurs: IsOurs): Promise<SettledRelease>
}

/** SettledRelease is the way to attach the files. */
export interface SettledRelease {
  /**
   * Attaches the files and returns the release as it is now, with what was read back; throws what findRelease, planAssets and
   * attachFiles throw.
   */
  publish(files: readonly WrittenFile[]): Promise<AttachedRelease>
}

/**
 * reserveRelease looks at the release that is meant. Changes nothing. Throws what findRelease and planAssets throw.
 */
export async function reserveRelease(
  store: ReleaseStore,
  tools: Tools,
  wanted: WantedRelease,
  subjects: readonly ReleaseSubject[],
  options: PlanOptions,
): Promise<ReleaseReservation> {
  const { release, assets, plan } = await look(releaseTools(store, tools, options), wanted, subjects, options)
  const earlier = release.isDraft ? [] : plan.subjects.flatMap(({ leftovers }) => leftovers)
  const left = [...assets.filter(({ name }) => isOfAnotherRun(name, options.run)), ...earlier]
  if (left.length > 0) tools.log.notice(`Left on the release by earlier jobs, delete them by hand: ${namesOf(left)}`)
  return {
    release,
    settle: async (signed, isOurs) => {
      const reserved = await reserveAssets(releaseTools(store, tools, options), plan, signed, isOurs)
      const removable = new Set([...reserved, ...starters(plan)])
      return {
        publish: async (files) => {
          const step = releaseTools(store, tools, options)
          // Much can have happened since: it may be published, or another job have signed the same.
          const now = await look(step, { kind: 'id', id: release.id }, subjects, options)
          const { release: found, plan: planned } = now
          return attachFiles(step, { release: found, plan: planned, signed, run: options.run, removable }, files)
        },
      }
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
