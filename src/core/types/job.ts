/* Owns what the runner and the inputs say of a run, before anything was looked up. */
import type { Identity } from './brands.ts'
import type { WantedRelease } from './release.ts'

/** Job is what the runner says about this job, read once from its environment. */
export interface Job {
  readonly repository: string
  readonly sha: string
  readonly runId: string
  readonly runAttempt: number
  readonly eventName: string
  /** GitHub's REST API, without a slash at its end. */
  readonly apiUrl: string
  /** Origin of the GitHub server, without a slash at its end. */
  readonly serverUrl: string
  /** Absolute path; relative names in inputs start here. */
  readonly workspace: string
  /** Absolute path of the runner's temporary directory; emptied by the runner after the job. */
  readonly temporaryDirectory: string
  /** True when the runner offers this job an OIDC token at all. */
  readonly offersToken: boolean
  /** Why GitHub never gives this run a token, where that is so. */
  readonly withoutToken?: 'fork' | 'dependabot'
  /** `public`, `private` or `internal`, where the event's payload says it. */
  readonly visibility?: string
  /** For `workflow_run`: the event that started the run it follows. */
  readonly sourceEvent?: string
}

/** TufSource is a TUF repository: its URL and the path of its first root, Sigstore's own where they are undefined. */
export interface TufSource {
  readonly kind: 'tuf'
  readonly url: string | undefined
  readonly root: string | undefined
}

/** TrustedRootSource says where the trusted root comes from, which is all that verifying needs: a file, or TUF. */
export type TrustedRootSource = { readonly kind: 'files'; readonly trustedRoot: string } | TufSource

/** TrustSource says where trusted root and signing config come from: the two given files, or a TUF repository. */
export type TrustSource =
  { readonly kind: 'files'; readonly trustedRoot: string; readonly signingConfig: string } | TufSource

/** WantedChecksums is which checksum files a run makes: one beside each signature, or one list, by its file name. */
export type WantedChecksums = { readonly kind: 'each' } | { readonly kind: 'list'; readonly name: string }

/** SignInputs are the sign action's inputs, parsed and checked, nothing looked up yet. */
export interface SignInputs {
  /** Paths, globs and `!` exclusions, one a line, as given (CR stripped, blank lines and comments left out). */
  readonly files: readonly string[]
  /** The path of a checksum file, or the lines themselves. */
  readonly checksums: string | undefined
  readonly outputDirectory: string | undefined
  readonly writeChecksums: WantedChecksums | undefined
  readonly uploadArtifact: boolean
  readonly artifactName: string | undefined
  /** Which job of its matrix this is, from 0; undefined outside of any. */
  readonly jobIndex: number | undefined
  readonly retentionDays: number | undefined
  /** The release that the signature files are attached to. */
  readonly release: WantedRelease | undefined
  readonly expectedIdentity: Identity | undefined
  readonly runnerWorkflowRef: string | undefined
  readonly allowPrivateRepository: boolean
  readonly onMissingToken: 'fail' | 'skip'
  readonly trustSource: TrustSource
  readonly rekorVersion: 1 | 2 | undefined
  readonly audience: string
  /** Milliseconds for everything after hashing. */
  readonly timeout: number
  readonly dryRun: boolean
  readonly summary: boolean
}

/** Report is where a run's outputs and its job summary go; both may be called several times. */
export interface Report<Outputs> {
  setOutputs(outputs: Outputs): void
  /** Appends Markdown. */
  writeSummary(markdown: string): Promise<void>
}

/** Log is where people read what happens; every line is made harmless at its edge. */
export interface Log {
  info(line: string): void
  notice(text: string): void
  warning(text: string): void
  /** Where a long read tells how far it is, and every how many milliseconds; every few seconds a line of `info` where left out. */
  readonly progress?: { readonly interval: number; show(line: string): void }
}

/** ReadInput returns an input's text by its name in action.yml; '' when it is not set. */
export type ReadInput = (name: string) => string

/** ReadLines returns the values, in their order, of an input that takes several. */
export type ReadLines = (name: string) => readonly string[]
