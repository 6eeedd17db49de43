/* Owns what a signing run has made, step by step. */
import type { Base64, Identity, Issuer, Sha256 } from './brands.ts'
import type { VerifiedBundle } from './bundle.ts'
import type { Subject } from './subject.ts'

/** Text gives the whole of a text each time it is asked for: what is kept until the end of a run is kept packed. */
export type Text = () => string

/** SignedSubject is a subject with everything that its bundle holds, verified. */
export interface SignedSubject extends Subject {
  readonly signature: Base64
  /** The bundle's exact text as it is written. */
  readonly bundle: Text
  readonly verified: VerifiedBundle
  /** Where a person can look the first log entry up. */
  readonly logUrl: string
}

/** WrittenFile is a file that this run wrote: its absolute path and its whole text. */
export interface WrittenFile {
  readonly path: string
  readonly text: Text
}

/** SignatureFiles are the three files of one subject, and the checksum file that goes with them, where one is wanted. */
export interface SignatureFiles {
  readonly signature: WrittenFile
  readonly certificate: WrittenFile
  readonly bundle: WrittenFile
  readonly checksums?: WrittenFile
}

/** WrittenSubject is a signed subject whose files are on disk and were read back. */
export interface WrittenSubject extends SignedSubject {
  readonly files: SignatureFiles
}

/** NamedSubject is a written subject together with what people call it who were not there. */
export interface NamedSubject extends WrittenSubject {
  /** What its file is called where somebody has downloaded it; its three files are this with their suffixes. */
  readonly downloadName: string
}

/** SignResult is what a run has signed and written, before anything was uploaded: the matter of every report. */
export interface SignResult {
  readonly subjects: readonly NamedSubject[]
  readonly identity: Identity
  readonly issuer: Issuer
  /** `OWNER/REPO` of the job, which a reusable workflow's identity does not name. */
  readonly repository: string
  /** Of GitHub, where the repository is. */
  readonly serverUrl: string
  readonly runId: string
  /** The commit that the run was for. */
  readonly commit: string
  /** Absolute path; reports name files relative to it. */
  readonly workspace: string
  /** True when every service and the trust root are Sigstore's public good instance. */
  readonly publicInstance: boolean
  /** The `trusted-root` input as it was given, where it was. */
  readonly trustedRootPath?: string
}

/** IsOurs tells whether the text of a bundle verifies for a digest under the identity of this run. */
export type IsOurs = (bundleText: string, sha256: Sha256) => boolean
