/*
 * Owns every version that the lab runs: the one table to edit for an upgrade. Holds no code.
 */

/** GoProgram is one program built by `go install`; two of the packages build a binary called "cosign", hence `name`. */
export interface GoProgram {
  readonly name: string
  readonly package: string
  readonly version: string
  readonly flags?: readonly string[]
}

const sigstore = 'github.com/sigstore'
const trillian = 'github.com/google/trillian/cmd'
// Trillian's storage drivers are chosen at build time; etcd is what its MySQL set-up is released with.
const trillianFlags = ['-tags=mysql,etcd']

/** goPrograms are the servers and verifiers in the order of their building, those that every check needs first. */
export const goPrograms: readonly GoProgram[] = [
  { name: 'fulcio', package: `${sigstore}/fulcio`, version: 'v1.8.8' },
  {
    name: 'timestamp-server',
    package: `${sigstore}/timestamp-authority/v2/cmd/timestamp-server`,
    version: 'v2.1.3',
  },
  { name: 'rekor-server-v2', package: `${sigstore}/rekor-tiles/v2/cmd/rekor-server/posix`, version: 'v2.3.0' },
  { name: 'rekor-server', package: `${sigstore}/rekor/cmd/rekor-server`, version: 'v1.5.4' },
  { name: 'trillian_log_server', package: `${trillian}/trillian_log_server`, version: 'v1.7.3', flags: trillianFlags },
  { name: 'trillian_log_signer', package: `${trillian}/trillian_log_signer`, version: 'v1.7.3', flags: trillianFlags },
  { name: 'createtree', package: `${trillian}/createtree`, version: 'v1.7.3' },
  {
    // TesseraCT, which public good runs today, needs a module that the Go module proxy does not serve.
    name: 'ct_server',
    package: 'github.com/google/certificate-transparency-go/trillian/ctfe/ct_server',
    version: 'v1.4.0',
  },
  { name: 'cosign3', package: `${sigstore}/cosign/v3/cmd/cosign`, version: 'v3.1.2' },
  { name: 'cosign306', package: `${sigstore}/cosign/v3/cmd/cosign`, version: 'v3.0.6' },
  { name: 'cosign2', package: `${sigstore}/cosign/v2/cmd/cosign`, version: 'v2.6.4' },
  { name: 'sigstore-go', package: `${sigstore}/sigstore-go/test/conformance`, version: 'v1.3.0' },
  { name: 'act', package: 'github.com/nektos/act', version: 'v0.2.89' },
]

/** trillianModule holds the database schema that both logs on Trillian need. */
export const trillianModule = { module: 'github.com/google/trillian', version: 'v1.7.3' } as const

/** sigstorePython is the verifier from PyPI; python-tuf, which makes the lab's TUF repository, is part of its needs. */
export const sigstorePython = { package: 'sigstore', version: '4.5.1' } as const

/** minimum is what the machine must bring. */
export const minimum = {
  go: [1, 26],
  python: [3, 10],
  /** Bytes for each program that is not built yet: its modules, its part of Go's build cache, itself (13.5 GB for all). */
  spacePerBuild: 1.1e9,
  /** Bytes for a run of what is built: databases, logs, signed files. */
  spacePerRun: 1e9,
} as const
