/*
 * Owns the releases of one repository and what a job's token may do with them. Everything may be changed at any time, as
 * people and other jobs do; must not speak HTTP.
 */
import { createHash, randomBytes } from 'node:crypto'
import { storedName } from './asset-name.ts'

/** SandboxAsset is a file of a release; `starter` is what an upload leaves that broke off. */
export interface SandboxAsset {
  readonly id: number
  name: string
  label: string
  readonly contentType: string
  readonly state: 'starter' | 'uploaded'
  readonly bytes: Buffer
  /** False for what was uploaded before GitHub computed digests. */
  readonly hasDigest: boolean
  /** The secret of its download address. */
  readonly signature: string
}

/** SandboxRelease is a release with its assets in the order of their upload. */
export interface SandboxRelease {
  readonly id: number
  tag: string
  title: string
  notes: string
  isDraft: boolean
  /** Becomes true when it is published while the repository says so, and never false again. */
  isImmutable: boolean
  /** What stands for the tag in a draft's addresses. */
  readonly untagged: string
  readonly assets: SandboxAsset[]
}

/** NewRelease is what a test says of a release that it plants; published and not immutable where left out. */
export type NewRelease = Partial<Pick<SandboxRelease, 'title' | 'notes' | 'isDraft' | 'isImmutable'>>

/** NewAsset is what a test says of an asset that it plants; uploaded, with a digest, where left out. */
export type NewAsset = Partial<Pick<SandboxAsset, 'label' | 'contentType' | 'state' | 'hasDigest'>>

/** MOST_ASSETS is how many assets GitHub lets a release have. */
export const MOST_ASSETS = 1000

/** Releases are a repository's releases, newest first. */
export class Releases {
  /** The job's token. */
  readonly token = `ghs_${randomBytes(27).toString('base64url').replace(/\W|_/g, 'x')}`
  /** What the job's token may do with the repository's contents. */
  contents: 'none' | 'read' | 'write' = 'write'
  /** Whether releases become immutable when they are published. */
  makesImmutable = false
  readonly #releases: SandboxRelease[] = []
  readonly #signatures: string[] = []
  #lastId = 4000

  /** The secrets of all download addresses. */
  get signatures(): readonly string[] {
    return this.#signatures
  }

  /** add plants a release. */
  add(tag: string, given: NewRelease = {}): SandboxRelease {
    const release: SandboxRelease = {
      ...{ tag, title: tag, notes: '', isDraft: false, isImmutable: false, assets: [] },
      ...given,
      ...{ id: ++this.#lastId, untagged: `untagged-${randomBytes(10).toString('hex')}` },
    }
    this.#releases.unshift(release)
    return release
  }

  /** attach plants an asset, under the name that GitHub would give it. */
  attach(release: SandboxRelease, name: string, bytes: Uint8Array | string, given: NewAsset = {}): SandboxAsset {
    const asset: SandboxAsset = {
      ...{ label: '', contentType: 'application/octet-stream', state: 'uploaded', hasDigest: true },
      ...given,
      ...{ id: ++this.#lastId, name: storedName(name), bytes: Buffer.from(bytes) },
      signature: randomBytes(32).toString('hex'),
    }
    release.assets.push(asset)
    this.#signatures.push(asset.signature)
    return asset
  }

  /** publish makes a draft public. */
  publish(release: SandboxRelease): void {
    release.isDraft = false
    release.isImmutable ||= this.makesImmutable
  }

  /** visible returns the releases that somebody sees: drafts only with `contents: write`. */
  visible(contents: Releases['contents']): readonly SandboxRelease[] {
    return this.#releases.filter(({ isDraft }) => !isDraft || contents === 'write')
  }

  /** ofAsset returns the asset with an id together with its release, among those that somebody sees. */
  ofAsset(id: number, contents: Releases['contents']): readonly [SandboxRelease, SandboxAsset] | undefined {
    for (const release of this.visible(contents)) {
      const asset = release.assets.find((each) => each.id === id)
      if (asset !== undefined) return [release, asset]
    }
    return undefined
  }
}

/** digestOf returns an asset's digest as GitHub writes it, where it has one. */
export function digestOf({ bytes, hasDigest, state }: SandboxAsset): string | null {
  if (!hasDigest || state === 'starter') return null
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
