/*
 * Owns whether the signature files in the way, on a draft, are an earlier signature that this run may replace: each of our
 * form, and of this very file. Changes nothing.
 */
import path from 'node:path'
import { parseBundle } from '../bundle/bundle.ts'
import { signatureForms } from '../bundle/signature-forms.ts'
import { signatureKind } from '../files/signature-names.ts'
import { assetExists } from './release-errors.ts'
import type { PlannedAsset, PlannedSubject } from './release-plan.ts'
import type { ReleaseTools } from './release-upload.ts'
import type { Bundle, IsOurs, ReleaseAsset, Sha256 } from '../types.ts'

/** Bytes of a file that is surely no signature file; a bundle, the largest, has some 10 KB. */
const LARGEST = 256 * 1024

/**
 * replaceableAssets returns the ids of the assets that have a subject's names and may be replaced, once what each holds was
 * read. Throws E_RELEASE_ASSET_EXISTS where one may not, and what the store throws.
 */
export async function replaceableAssets(
  tools: ReleaseTools,
  subject: PlannedSubject,
  sha256: Sha256,
  isOurs: IsOurs,
): Promise<readonly number[]> {
  const taken = subject.assets.filter(({ holder, keeps }) => holder !== undefined && !keeps)
  const [first] = taken
  if (first === undefined) return []
  const bundle = isThere(subject, sha256) ? undefined : await ownBundle(tools, subject, sha256, isOurs)
  if (bundle === 'none')
    throw assetExists(first.name, 'no bundle of this identity beside it verifies for what is signed now')
  // What an attempt of this run left half replaced need not belong together.
  const whole = subject.leftovers.length > 0 ? undefined : bundle
  const ids: number[] = []
  for (const asset of taken) ids.push(await assertOurs(tools, asset, whole))
  return ids
}

/** The signed file is on the release: a list that this run makes was compared already. */
function isThere({ isMade, own, assets }: PlannedSubject, sha256: Sha256): boolean {
  return isMade ? assets.some(({ keeps, holder }) => keeps && holder !== undefined) : own?.digest === sha256
}

async function ownBundle(
  tools: ReleaseTools,
  { earlierBundles }: PlannedSubject,
  sha256: Sha256,
  isOurs: IsOurs,
): Promise<Bundle | 'none'> {
  for (const asset of earlierBundles) {
    const text = await textOf(tools, asset)
    if (text !== undefined && signatureForms.bundle.isOf(text) && isOurs(text, sha256)) return parseBundle(text)
  }
  return 'none'
}

async function assertOurs(
  tools: ReleaseTools,
  { path: file, name, holder }: PlannedAsset,
  bundle: Bundle | undefined,
): Promise<number> {
  const kind = signatureKind(path.basename(file))
  if (kind === undefined || holder === undefined) throw new TypeError('nothing of a signature to replace')
  const form = signatureForms[kind]
  const text = await textOf(tools, holder)
  if (text === undefined || !form.isOf(text))
    throw assetExists(name, `it is not what its name stands for, ${form.text}`)
  if (bundle !== undefined && !form.isPartOf(text, bundle)) throw assetExists(name, 'it is not of the bundle beside it')
  return holder.id
}

async function textOf({ store, call }: ReleaseTools, asset: ReleaseAsset): Promise<string | undefined> {
  if (asset.size > LARGEST) return undefined
  return Buffer.from(await call((signal) => store.read(asset, signal))).toString()
}
