/*
 * Owns the choice of one signing run: files, inputs, what the job is, what goes wrong around it. Must not run anything.
 */
import type { CertificateChanges } from '../certificate-authority.ts'
import type { RouteName } from '../routes.ts'
import type { Claims } from '../token.ts'
import { releaseFaults, signFaults, type PlannedFaults } from './faults.ts'
import { fileNames } from './names.ts'
import { oddCertificateOf, oddClock, oddInputsOf, oddJobOf } from './oddities.ts'
import type { Random } from './random.ts'
import { releasePlan, type PlannedRelease } from './release-plan.ts'

/** PlannedFile is a file of the workspace. */
export interface PlannedFile {
  /** Relative to the workspace. */
  readonly name: string
  /** Bytes. */
  readonly size: number
}

/** Kill is a signal, and when it is sent: so many milliseconds after the start, or after a route was first asked. */
export interface Kill {
  readonly signal: 'SIGINT' | 'SIGTERM'
  readonly after: number
  readonly route?: RouteName
}

/** SignPlan is one signing run. */
export interface SignPlan {
  readonly action: 'sign'
  readonly files: readonly PlannedFile[]
  /** True where the job has only the digests. */
  readonly byDigest: boolean
  readonly inputs: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where the trust files come from. */
  readonly trust: 'files' | 'rekor2' | 'tuf'
  readonly attempt: 1 | 2
  /** Claims of the token alone, claims that the job's variables share. */
  readonly token: Claims
  readonly claims: Claims
  readonly certificate: CertificateChanges
  /** Milliseconds by which clocks are ahead. */
  readonly clock: { readonly rekor: number; readonly tsa: number }
  readonly faults: readonly PlannedFaults[]
  readonly kill?: Kill
  /** An artifact that another job makes while this run goes on; `broken` is one that cannot be read. */
  readonly intruder?: { readonly name: string; readonly broken: boolean }
  /** True where an earlier attempt of another job left an artifact of exactly our members. */
  readonly lookalike: boolean
  /** Files of others where our signatures go: endings to the first file's name, and what is in them. */
  readonly inTheWay: Readonly<Record<string, string>>
  /** The release that it attaches to. */
  readonly release?: PlannedRelease
  /** True where nothing is in the way of success. */
  readonly isHarmless: boolean
}

/** What people keep beside a file: a GPG signature, a private key, a list. */
const THEIRS: readonly (readonly [string, string])[] = [
  ['.sig', '-----BEGIN PGP SIGNATURE-----\n\niQEzBAABCAAdFiEE\n-----END PGP SIGNATURE-----\n'],
  ['.sig', '\u0089\u0001\u0033'],
  ['.pem', '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----\n'],
  ['.sigstore.json', '{"notes":"of others"}'],
]

/** signPlan chooses one run. */
export function signPlan(random: Random): SignPlan {
  const isPlain = random.chance(0.6)
  const names = fileNames(random, isPlain)
  const files = names.map((name) => ({ name, size: random.pick([1, 8, 1000, 300_000, isPlain ? 5 : 0]) }))
  const byDigest = random.chance(0.15)
  const [oddInputs, oddJob, oddCertificate] = [random.chance(0.25), random.chance(0.2), random.chance(0.15)]
  const trust = random.pick(['files', 'files', 'files', 'rekor2', 'tuf'] as const)
  const faults = random.chance(0.75) ? signFaults(random, trust === 'tuf') : []
  const job = oddJob ? oddJobOf(random) : { token: {}, claims: {}, environment: {} }
  const kill = random.chance(0.15) ? killOf(random) : undefined
  const intruder = random.chance(0.15)
    ? { name: random.pick(['theirs', 'signatures', 'signatures-2']), broken: random.chance(0.5) }
    : undefined
  const inTheWay = random.chance(0.1) ? Object.fromEntries([random.pick(THEIRS)]) : {}
  const attempt = random.chance(0.15) ? 2 : 1
  const lookalike = attempt === 2 && random.chance(0.5)
  const release = random.chance(0.15) ? releasePlan(random) : undefined
  const onRelease = release !== undefined && random.chance(0.6) ? releaseFaults(random) : []
  // Where nothing fails, a slow machine is no reason to give up.
  const hurried = faults.length > 0 || onRelease.length > 0
  // GitHub wants a second between writes, and what cannot be done in the time is not begun.
  const minutes = hurried ? random.pick(release === undefined ? [0.02, 0.03, 0.05] : [0.1, 0.2]) : 1
  const plain = { 'timeout-minutes': String(minutes), 'artifact-name': 'signatures' }
  return {
    action: 'sign',
    files,
    byDigest,
    inputs: {
      ...plain,
      ...(random.chance(0.3) ? { 'upload-artifact': 'false' } : {}),
      ...(oddInputs ? oddInputsOf(random) : {}),
    },
    trust,
    attempt,
    lookalike,
    inTheWay,
    ...job,
    certificate: oddCertificate ? oddCertificateOf(random) : {},
    clock: oddCertificate && random.chance(0.3) ? oddClock(random) : { rekor: 0, tsa: 0 },
    faults: [...faults, ...onRelease],
    ...(release === undefined ? {} : { release }),
    ...(kill === undefined ? {} : { kill }),
    ...(intruder === undefined ? {} : { intruder }),
    isHarmless:
      isPlain &&
      !oddInputs &&
      !oddJob &&
      !oddCertificate &&
      !hurried &&
      release?.isPlain !== false &&
      release?.inputs['dry-run'] === undefined &&
      release?.inputs['write-checksums'] === undefined &&
      kill === undefined &&
      !lookalike &&
      Object.keys(inTheWay).length === 0 &&
      intruder === undefined,
  }
}

function killOf(random: Random): Kill {
  const signal = random.pick(['SIGINT', 'SIGTERM'] as const)
  if (random.chance(0.3)) return { signal, after: random.between(20, 1200) }
  const routes: readonly RouteName[] = [
    'runner.token',
    'fulcio.certificate',
    'rekor.create',
    'artifacts.ListArtifacts',
    'artifacts.CreateArtifact',
    'artifacts.FinalizeArtifact',
    'blobs.put',
    'blobs.get',
    'githubUploads.uploadAsset',
    'github.deleteAsset',
    'github.updateAsset',
  ]
  return { signal, after: random.between(0, 60), route: random.pick(routes) }
}
