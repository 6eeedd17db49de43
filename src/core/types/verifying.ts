/* Owns what a verifying run is asked for, and what it has found true. */
import type { VerifiedBundle } from './bundle.ts'
import type { TrustedRootSource } from './job.ts'
import type { Subject } from './subject.ts'

/** WantedSigner is what the inputs say of who must have signed, as given; undefined where they say nothing. */
export interface WantedSigner {
  readonly identity: string | undefined
  /** `OWNER/REPO` of the source. */
  readonly repository: string | undefined
  /** File name under `.github/workflows/`, or that path. */
  readonly workflow: string | undefined
  /** `OWNER/REPO/.github/workflows/FILE`. */
  readonly signerWorkflow: string | undefined
  /** May hold `*`. */
  readonly ref: string | undefined
  readonly issuer: string
  readonly sourceRef: string | undefined
  readonly sourceDigest: string | undefined
  readonly environment: string | undefined
  readonly runnerEnvironment: string | undefined
}

/** VerifyInputs are the verify action's inputs, parsed, nothing looked up yet. */
export interface VerifyInputs {
  readonly files: readonly string[]
  /** The path of a checksum file, or the lines themselves. */
  readonly checksums: string | undefined
  /** One path a file, in their order; empty for the name of each file with `.sigstore.json`. */
  readonly bundles: readonly string[]
  /** One path a file, in their order; empty where no `.sig` is to be compared. */
  readonly signatures: readonly string[]
  /** One path a file, in their order; empty where no `.pem` is to be compared. */
  readonly certificates: readonly string[]
  readonly signer: WantedSigner
  readonly trustSource: TrustedRootSource
  readonly summary: boolean
}

/** VerifiedSubject is a subject whose bundle passed every check. */
export interface VerifiedSubject extends Subject {
  readonly verified: VerifiedBundle
  /** Where a person can look the first log entry up, else the address of its log. */
  readonly logUrl: string
  /** Absolute path. */
  readonly bundlePath: string
}

/** ComparedItem is one thing that had to agree, and with what, where that is one value for the run. */
export interface ComparedItem {
  readonly name: string
  readonly value?: string
}

/** Comparison is what was compared to verify the subjects of a run, and what was not. */
export interface Comparison {
  /** True when no file was read. */
  readonly byDigest: boolean
  readonly items: readonly ComparedItem[]
  /** Inputs that would have more compared and say nothing. */
  readonly unset: readonly string[]
}

/** VerifyResult is what a run has verified: all that it was asked for, at least one subject. */
export interface VerifyResult {
  readonly subjects: readonly [VerifiedSubject, ...VerifiedSubject[]]
  readonly comparison: Comparison
  /** Absolute path; reports name files relative to it. */
  readonly workspace: string
}
