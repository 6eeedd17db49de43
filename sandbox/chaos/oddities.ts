/*
 * Owns the choice of what is odd about a signing job by itself: inputs, token, variables, certificate, clocks. Must not know
 * what goes wrong on the wire.
 */
import { generateKeyPairSync } from 'node:crypto'
import type { CertificateChanges } from '../certificate-authority.ts'
import type { Claims } from '../token.ts'
import type { Random } from './random.ts'

/** OddJob is what differs in a job. */
export interface OddJob {
  /** Claims of the token alone. */
  readonly token: Claims
  /** Claims that the job's variables share. */
  readonly claims: Claims
  readonly environment: Readonly<Record<string, string | undefined>>
}

const HOUR = 60 * 60 * 1000
const OTHER = 'https://github.com/mallory/x/.github/workflows/x.yml@refs/heads/main'

/** oddInputsOf chooses inputs, by their names in action.yml. */
export function oddInputsOf(random: Random): Readonly<Record<string, string>> {
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

/** oddJobOf chooses claims, of the token alone or of the job, too, and variables. */
export function oddJobOf(random: Random): OddJob {
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

/** oddCertificateOf chooses what is wrong with the certificates. */
export function oddCertificateOf(random: Random): CertificateChanges {
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

/** oddClock chooses by how many milliseconds which clock is ahead. */
export function oddClock(random: Random): { readonly rekor: number; readonly tsa: number } {
  const ahead = (): number => random.pick([0, 0, 30_000, -30_000, HOUR, -HOUR])
  return { rekor: ahead(), tsa: ahead() }
}
