/* Owns the workflow artifact and the port to its service. */
import type { Sha256 } from './brands.ts'
import type { Text } from './signing.ts'

/** UploadedArtifact is the workflow artifact as the service stored it. */
export interface UploadedArtifact {
  readonly name: string
  readonly id: number
  readonly url: string
  /** SHA-256 of the stored zip, as the service says it. */
  readonly digest: Sha256
}

/** StoredArtifact is an artifact of this run that the service lists. */
export interface StoredArtifact {
  readonly id: number
  readonly name: string
  /** Where a person can download it. */
  readonly url: string
  /** Bytes of the stored zip, as the service lists them. */
  readonly size: number
  /** SHA-256 of the stored zip, where the service lists it. */
  readonly digest?: Sha256
}

/** ArtifactFile is one file of an artifact: its absolute path, and its name inside the artifact. */
export interface ArtifactFile {
  readonly path: string
  readonly member: string
}

/** ArtifactMember is a file of an artifact together with the text that it must hold. */
export interface ArtifactMember extends ArtifactFile {
  readonly text: Text
}

/** ArtifactContent is what is uploaded of one file: its name inside the artifact, and its text. */
export type ArtifactContent = Pick<ArtifactMember, 'member' | 'text'>

/** StoredMember unpacks a file of a stored zip, for as long as no other is unpacked; undefined where the zip is damaged there. */
export type StoredMember = () => Uint8Array | undefined

/** StoredContent is what an artifact's zip holds, by member name. */
export interface StoredContent {
  readonly members: ReadonlyMap<string, StoredMember>
  /** Returns the digest of the zip as it was downloaded. */
  readonly digest: () => Sha256
}

/** ArtifactStore is the run's artifact service; throws E_UPLOAD_*. */
export interface ArtifactStore {
  find(name: string, signal: AbortSignal): Promise<StoredArtifact | undefined>
  /** What `look`, while it runs, sees of the files inside a stored artifact; E_UPLOAD_VERIFY when its zip has not the digest given. */
  read<T>(id: number, signal: AbortSignal, look: (content: StoredContent) => T, digest?: Sha256): Promise<T>
  remove(name: string, signal: AbortSignal): Promise<void>
  /** Begins to load what `upload` needs; settles nothing, and what goes wrong is told by the upload. */
  getReady(): void
  upload(
    name: string,
    contents: readonly ArtifactContent[],
    retentionDays: number | undefined,
    signal: AbortSignal,
  ): Promise<UploadedArtifact>
}
