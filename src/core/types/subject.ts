/* Owns files and digests: what a signature is about. */
import type { Sha256 } from './brands.ts'

/** FileFacts tell one state of a file from another; taken before, during and after the read. */
export interface FileFacts {
  readonly dev: bigint
  readonly ino: bigint
  /** Bytes. */
  readonly size: bigint
  readonly mtimeNs: bigint
  readonly ctimeNs: bigint
}

/** Work is what files are selected for. */
export type Work = 'reading' | 'signing' | 'verifying'

/** SelectedFile is a file that the inputs name, before it was read. */
export interface SelectedFile {
  /** As the user would say it: relative to the workspace where it lies inside, else absolute. `/` on every system. */
  readonly name: string
  /** Absolute path as named, symbolic links not resolved. */
  readonly path: string
  /** Absolute path behind all symbolic links. */
  readonly realPath: string
  readonly facts: FileFacts
}

/** ChecksumFile is a checksum file that a run makes, and publishes with the signatures: its absolute path and whole text. */
export interface ChecksumFile {
  readonly path: string
  readonly text: string
  /** True where it is on the disk already: then nothing is written. */
  readonly isThere: boolean
}

/** Subject is what a signature is about: a name and a digest, and, where this job read the file, its size and path. */
export interface Subject {
  readonly name: string
  readonly sha256: Sha256
  /** Bytes; absent when signed or verified by digest. */
  readonly size?: number
  /** Absolute path; absent when signed or verified by digest. */
  readonly path?: string
  /** Its `.sha256`, or, where the subject is a list of checksums that this run makes, that list itself. */
  readonly checksums?: ChecksumFile
}

/** DigestAlgorithm is one that a bundle's message digest may use. */
export type DigestAlgorithm = 'sha256' | 'sha384' | 'sha512'

/** MessageDigest is the digest of the signed bytes, computed by us or given in `checksums`; hex, lower case. */
export interface MessageDigest {
  readonly algorithm: DigestAlgorithm
  readonly hex: string
}

/** DigestedMessage is a digest and, where they are at hand, the very bytes that it is of. */
export interface DigestedMessage extends MessageDigest {
  readonly content?: Uint8Array
}

/** OutputPaths are the files of one subject: absolute paths. */
export interface OutputPaths {
  readonly signature: string
  readonly certificate: string
  readonly bundle: string
  /** A checksum file that goes with them, where one is wanted. */
  readonly checksums?: string
}

/** Matches are what one pattern matched: absolute paths of files and broken links, and whether directories matched. */
export interface Matches {
  readonly files: readonly string[]
  readonly directories: boolean
}

/**
 * MatchPattern returns what an absolute pattern matches, less what the exclusions (absolute patterns) match. Throws
 * E_FILE_NAME for a name on the way that is not UTF-8, E_FILE_LOOP, E_FILE_PERMISSION, E_FILE_READ.
 */
export type MatchPattern = (pattern: string, exclusions: readonly string[]) => Promise<Matches>
