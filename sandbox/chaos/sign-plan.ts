/*
 * Owns the choice of one signing run: files, inputs, what the job is, what goes wrong around it. Must not run anything.
 */
import { generateKeyPairSync } from 'node:crypto'
import type { CertificateChanges } from '../certificate-authority.ts'
import type { RouteName } from '../http.ts'
import type { Claims } from '../token.ts'
import { signFaults, type PlannedFaults } from './faults.ts'
import { fileNames } from './names.ts'
import type { Random } from './random.ts'

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
  /** Name of an artifact that another job makes while this run goes on. */
  readonly intruder?: string
  /** True where nothing is in the way of success. */
  readonly isHarmless: boolean
}

const HOUR = 60 * 60 * 1000
const OTHER = 'https://github.com/mallory/x/.github/workflows/x.yml@refs/heads/main'

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
  const intruder = random.chance(0.1) ? random.pick(['theirs', 'signatures', `${names[0] ?? ''}.sigstore`]) : undefined
  // Where nothing fails, a slow machine is no reason to give up.
  const minutes = faults.length === 0 ? 1 : random.pick([0.02, 0.03, 0.05])
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
    attempt: random.chance(0.15) ? 2 : 1,
    ...job,
    certificate: oddCertificate ? oddCertificateOf(random) : {},
    clock: oddCertificate && random.chance(0.3) ? oddClock(random) : { rekor: 0, tsa: 0 },
    faults,
    ...(kill === undefined ? {} : { kill }),
    ...(intruder === undefined ? {} : { intruder }),
    isHarmless:
      isPlain &&
      !oddInputs &&
      !oddJob &&
      !oddCertificate &&
      faults.length === 0 &&
      kill === undefined &&
      intruder === undefined,
  }
}

function oddInputsOf(random: Random): Readonly<Record<string, string>> {
  const odd: readonly (readonly [string, readonly string[]])[] = [
    ['artifact-name', ['', 'a:b', '..', 'x'.repeat(300), '##[set-output name=a]b', 'theirs', 'größe']],
    ['retention-days', ['0', '1', '90', '400', '1e9', 'abc']],
    ['output-directory', ['out', 'out/put', '../elsewhere', 'notes.txt', '/proc/nothing']],
    ['expected-identity', [OTHER, 'https://github.com/octo-org/example-iso', '*']],
    ['upload-artifact', ['true', 'yes', ' TRUE ', '\n::set-output name=a::b']],
    ['summary', ['false', 'maybe']],
    ['audience', ['sigstore', 'other', '']],
    ['rekor-version', ['1', '2', '3']],
    ['on-missing-token', ['skip', 'fail', 'ignore']],
    ['allow-private-repository', ['true', 'false']],
    ['file', ['typo']],
    ['files', ['', '*', '**', 'nothing-*', '/dev/zero', '../', '*\n!*']],
    ['checksums', ['nowhere', `${'ab'.repeat(32)}  x.iso`, `${'ab'.repeat(32)}  ../x`, 'abc  x']],
  ]
  return Object.fromEntries(random.some(odd, 0.15).map(([name, values]) => [name, random.pick(values)]))
}

function oddJobOf(random: Random): Pick<SignPlan, 'token' | 'claims' | 'environment'> {
  const now = Math.floor(Date.now() / 1000)
  const tokens: readonly Claims[] = [
    { aud: 'other' },
    { exp: now - 5 },
    { exp: now + 30 },
    { iat: now + 600 },
    { repository: 'mallory/x' },
    { sha: 'f'.repeat(40) },
    { run_id: '4' },
    { event_name: 'pull_request_target' },
    { job_workflow_ref: 'mallory/x/.github/workflows/x.yml@refs/heads/main' },
    { repository_visibility: 'private' },
  ]
  const environments: readonly Readonly<Record<string, string | undefined>>[] = [
    { SIGSTORE_ID_TOKEN: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2lnbmF0dXJl' },
    { ACTIONS_ID_TOKEN_REQUEST_URL: undefined },
    { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'wrong' },
    { GITHUB_STEP_SUMMARY: undefined },
    { GITHUB_EVENT_PATH: '/nowhere' },
    { GITHUB_SERVER_URL: 'https://ghes.example' },
    { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    { RUNNER_DEBUG: '1' },
    { HOME: undefined, TMPDIR: '/dev/null' },
  ]
  const events: readonly Claims[] = [
    { event_name: 'issue_comment' },
    { event_name: 'workflow_dispatch', ref: 'refs/heads/main', ref_type: 'branch' },
    { job_workflow_ref: 'other-org/shared/.github/workflows/sign.yml@refs/tags/v1' },
  ]
  return {
    token: random.chance(0.5) ? random.pick(tokens) : {},
    claims: random.chance(0.3) ? random.pick(events) : {},
    environment: random.chance(0.5) ? random.pick(environments) : {},
  }
}

function oddCertificateOf(random: Random): CertificateChanges {
  const changes: readonly CertificateChanges[] = [
    { lifetime: random.between(1000, 5000) },
    { skew: random.pick([-24, 24, -1, 1]) * HOUR },
    { subjectAlternativeName: OTHER },
    { publicKey: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey },
    { extensions: { '1.3.6.1.4.1.57264.1.12': 'https://github.com/mallory/x' } },
    { extensions: { '1.3.6.1.4.1.57264.1.8': 'https://issuer.example' } },
    { codeSigning: false },
    { isAuthority: true },
    { timestamp: 'none' },
    { timestamp: 'wrong' },
  ]
  return random.pick(changes)
}

function oddClock(random: Random): SignPlan['clock'] {
  const ahead = (): number => random.pick([0, 0, 30_000, -30_000, HOUR, -HOUR])
  return { rekor: ahead(), tsa: ahead() }
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
  ]
  return { signal, after: random.between(0, 60), route: random.pick(routes) }
}
