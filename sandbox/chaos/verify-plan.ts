/*
 * Owns the choice of one verifying run: what was signed and how oddly, what became of it since, what the caller demands.
 * Must not run anything.
 */
import { type ForgeOptions, IDENTITY, ISSUER } from '../forge.ts'
import { tufFaults, type PlannedFaults } from './faults.ts'
import { fileNames } from './names.ts'
import type { Random } from './random.ts'
import type { Kill } from './sign-plan.ts'

/** Damage is what became of one file or its bundle after it was signed. */
export type Damage = 'none' | 'file' | 'bundle-json' | 'bundle-bytes' | 'bundle-gone' | 'swapped'

/** VerifyPlan is one verifying run. */
export interface VerifyPlan {
  readonly action: 'verify'
  readonly files: readonly { readonly name: string; readonly options: ForgeOptions; readonly damage: Damage }[]
  readonly inputs: Readonly<Record<string, string>>
  readonly trust: 'file' | 'tuf' | 'stranger'
  readonly faults: readonly PlannedFaults[]
  readonly kill?: Kill
  /** Seed of the damage that is done. */
  readonly damageSeed: number
  readonly isHarmless: boolean
}

const HOUR = 60 * 60 * 1000

/** verifyPlan chooses one run. */
export function verifyPlan(random: Random): VerifyPlan {
  const isPlain = random.chance(0.7)
  const [odd, damagedToo, demanding] = [random.chance(0.35), random.chance(0.4), random.chance(0.3)]
  const files = fileNames(random, isPlain).map((name) => ({
    name,
    options: odd ? oddOptions(random) : soundOptions(random),
    damage: damagedToo
      ? random.pick<Damage>(['none', 'file', 'bundle-json', 'bundle-json', 'bundle-bytes', 'bundle-gone', 'swapped'])
      : 'none',
  }))
  const trust = random.pick(['file', 'file', 'tuf', random.chance(0.3) ? 'stranger' : 'file'] as const)
  const faults = trust === 'tuf' ? tufFaults(random) : []
  const kill = random.chance(0.1)
    ? { signal: random.pick(['SIGINT', 'SIGTERM'] as const), after: random.between(20, 500) }
    : undefined
  const isHarmless =
    isPlain &&
    !odd &&
    files.every(({ damage }) => damage === 'none') &&
    !demanding &&
    faults.length === 0 &&
    trust !== 'stranger' &&
    kill === undefined
  return {
    action: 'verify',
    files,
    inputs: { identity: IDENTITY, issuer: ISSUER, ...(demanding ? demands(random) : {}) },
    trust,
    faults,
    ...(kill === undefined ? {} : { kill }),
    damageSeed: random.between(0, 2 ** 31),
    isHarmless,
  }
}

function soundOptions(random: Random): ForgeOptions {
  const [key, algorithm] = random.pick([
    ['prime256v1', 'sha256'],
    ['prime256v1', 'sha256'],
    ['secp384r1', 'sha384'],
    ['secp521r1', 'sha512'],
  ] as const)
  return { key, algorithm, rekorVersion: random.pick([1, 1, 2]) }
}

function oddOptions(random: Random): ForgeOptions {
  const odd: readonly ForgeOptions[] = [
    { signed: 'something else' },
    { key: 'rsa' },
    { set: false },
    { timestamp: false },
    { set: false, timestamp: false },
    { rekorVersion: 2, timestamp: false },
    { clock: { tsa: random.pick([HOUR, -HOUR]) } },
    { clock: { rekor: random.pick([HOUR, -HOUR]) } },
    { certificate: { codeSigning: false } },
    { certificate: { isAuthority: true } },
    { certificate: { timestamp: random.pick(['none', 'wrong'] as const) } },
    { certificate: { subjectAlternativeName: `${IDENTITY}x` } },
    { loggedCertificate: Buffer.from('no certificate') },
    { claims: { repository: 'evil/iso' } },
    { claims: { job_workflow_ref: 'evil/iso/.github/workflows/release.yml@refs/tags/v1.0.0' } },
  ]
  return { ...soundOptions(random), ...random.pick(odd) }
}

function demands(random: Random): Readonly<Record<string, string>> {
  const odd: readonly (readonly [string, readonly string[]])[] = [
    ['identity', ['', '*', `${IDENTITY}x`, IDENTITY.slice(0, -1)]],
    ['issuer', ['https://issuer.example', `${ISSUER}/`]],
    ['repository', ['octo-org/example-iso', 'octo-org/other', 'octo-org/*']],
    ['workflow', ['release.yml', 'other.yml']],
    ['ref', ['refs/tags/v1.0.0', 'refs/tags/*', 'refs/heads/main']],
    ['source-ref', ['refs/tags/v1.0.0', 'refs/tags/v1']],
    ['environment', ['production']],
    ['runner-environment', ['github-hosted', 'self-hosted']],
    ['checksums', [`${'ab'.repeat(32)}  x.iso`, 'nowhere']],
    ['bundle', ['nowhere.json', 'notes.txt']],
    ['files', ['*', '**', '']],
    ['summary', ['false']],
  ]
  return Object.fromEntries(random.some(odd, 0.2).map(([name, values]) => [name, random.pick(values)]))
}
