/*
 * Owns the GitHub release and the port to it. Must not hold code.
 */
import type { Sha256 } from './brands.ts'

/** WantedRelease is how the workflow names the release: by its tag, or by its id. */
export type WantedRelease =
  { readonly kind: 'tag'; readonly tag: string } | { readonly kind: 'id'; readonly id: number }

/** Release is a release as GitHub tells of it. */
export interface Release {
  readonly id: number
  readonly tag: string
  /** Its page; of a draft, one that ends when the draft is published. */
  readonly url: string
  readonly isDraft: boolean
  /** True when it is published and nothing can be attached any more. */
  readonly isImmutable: boolean
  /** Where assets are uploaded: a URI template (RFC 6570) with `name` and `label`. */
  readonly uploadUrl: string
}

/** ReleaseAsset is a file of a release. */
export interface ReleaseAsset {
  readonly id: number
  /** As GitHub stores it, which may differ from what it was uploaded as. */
  readonly name: string
  /** `starter` is what an upload left that broke off: it has no bytes, and holds the name; `other` is what nobody knows. */
  readonly state: 'uploaded' | 'starter' | 'other'
  /** Bytes. */
  readonly size: number
  /** Absent where GitHub has computed none: assets from before June 2025, GitHub Enterprise Server. */
  readonly digest?: Sha256
  /** Where a person can download it; of a draft, an address that ends when the draft is published. */
  readonly url: string
}

/** ReleaseStore is the releases of the job's repository; throws E_RELEASE_*. */
export interface ReleaseStore {
  /** Every release of a tag that the token sees: one that is published, drafts. */
  withTag(tag: string, signal: AbortSignal): Promise<readonly Release[]>
  withId(id: number, signal: AbortSignal): Promise<Release | undefined>
  assets(release: Release, signal: AbortSignal): Promise<readonly ReleaseAsset[]>
  /** E_RELEASE_ASSET_EXISTS when the name is taken, by whatever. */
  upload(release: Release, name: string, bytes: Uint8Array, signal: AbortSignal): Promise<ReleaseAsset>
  /** E_RELEASE_ASSET_EXISTS when the name is another asset's. */
  rename(asset: ReleaseAsset, name: string, signal: AbortSignal): Promise<ReleaseAsset>
  /** Done, too, when the asset is gone already. */
  remove(asset: ReleaseAsset, signal: AbortSignal): Promise<void>
  read(asset: ReleaseAsset, signal: AbortSignal): Promise<Uint8Array>
}

/** AttachedAsset is a file that is on the release, and was read back. */
export interface AttachedAsset {
  readonly name: string
  readonly url: string
  /** Bytes. */
  readonly size: number
  readonly sha256: Sha256
}

/** AttachedRelease is a release and what this run attached to it. */
export interface AttachedRelease {
  readonly release: Release
  readonly assets: readonly AttachedAsset[]
}
