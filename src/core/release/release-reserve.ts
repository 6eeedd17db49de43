/*
 * Owns what must be true of a release's assets once the digests are known and before anything is public: the file that is
 * there is the file that was signed, and what is in the way is an earlier signature of ours. Changes nothing.
 */
import { display, listed } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { assetExists } from './release-errors.ts'
import { replaceableAssets } from './release-older.ts'
import type { PlannedSubject, ReleasePlan } from './release-plan.ts'
import { holds, type ReleaseTools } from './release-upload.ts'
import type { IsOurs, ReleaseAsset, Subject } from '../types.ts'

/** Names that one line lists. */
const LISTED = 5

/**
 * reserveAssets returns the ids of the assets that this run may replace; `signed` is in the order of the plan's subjects.
 * Throws E_RELEASE_DIGEST_MISMATCH, E_RELEASE_ASSET_EXISTS, and what the store throws.
 */
export async function reserveAssets(
  tools: ReleaseTools,
  plan: ReleasePlan,
  signed: readonly Pick<Subject, 'sha256' | 'checksums'>[],
  isOurs: IsOurs,
): Promise<ReadonlySet<number>> {
  const pairs = plan.subjects.map((subject, index) => {
    const found = signed[index]
    if (found === undefined) throw new TypeError('a subject without a digest')
    return { subject, sha256: found.sha256, checksums: found.checksums }
  })
  assertSameFiles(plan.subjects, signed)
  noticeUncompared(tools, plan.subjects)
  for (const { subject, checksums } of pairs) await assertKept(tools, subject, checksums)
  const replaceable = new Set<number>()
  for (const { subject, sha256 } of pairs) {
    for (const id of await replaceableAssets(tools, subject, sha256, isOurs)) replaceable.add(id)
  }
  return replaceable
}

/**
 * assertSameFiles throws E_RELEASE_DIGEST_MISMATCH where a signed file is on the release with another digest; `signed` is in
 * the order of the subjects, and `assets` what the release holds now, where that was listed since the plan was made.
 */
export function assertSameFiles(
  subjects: readonly PlannedSubject[],
  signed: readonly Pick<Subject, 'sha256'>[],
  assets?: readonly ReleaseAsset[],
): void {
  for (const [index, { name, own: planned, ownName }] of subjects.entries()) {
    const own = assets === undefined ? planned : assets.find((asset) => asset.name === ownName)
    const sha256 = signed[index]?.sha256
    if (own?.digest === undefined || own.digest === sha256) continue
    throw new ActionError(
      'E_RELEASE_DIGEST_MISMATCH',
      `'${display(name)}' has the SHA-256 ${String(sha256)}, but the asset '${display(own.name)}' of the release ${own.digest}`,
      { fix: 'find out which of both is the right one: a signature beside another file would never verify' },
    )
  }
}

/** A checksum file that is there cannot be replaced: whoever has fetched it would hold the files of this run for wrong ones. */
async function assertKept(
  { store, call }: ReleaseTools,
  { assets }: PlannedSubject,
  checksums: Subject['checksums'],
): Promise<void> {
  for (const { holder, keeps } of assets) {
    if (holder === undefined || !keeps) continue
    const bytes = Buffer.from(checksums?.text ?? '')
    if (await call((signal) => holds(store, holder, bytes, signal))) continue
    throw assetExists(holder.name, 'it holds something else than this run would attach')
  }
}

function noticeUncompared({ log }: ReleaseTools, subjects: readonly PlannedSubject[]): void {
  const missing = subjects.filter(({ own, isMade }) => own === undefined && !isMade)
  const unknown = subjects.filter(({ own }) => own !== undefined && own.digest === undefined)
  if (missing.length > 0) log.notice(`Not on the release, only its signature will be: ${namesOf(missing)}`)
  if (unknown.length > 0) log.notice(`On the release, but GitHub tells no digest to compare: ${namesOf(unknown)}`)
}

function namesOf(subjects: readonly PlannedSubject[]): string {
  return listed(
    subjects.map(({ name }) => `'${display(name)}'`),
    LISTED,
  )
}
