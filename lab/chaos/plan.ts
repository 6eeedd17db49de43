/*
 * Owns the choice of one run of chaos against the real servers. Must not run anything.
 */
import { fileNames } from '../../sandbox/chaos/names.ts'
import type { Random } from '../../sandbox/chaos/random.ts'
import type { Kill } from '../../sandbox/chaos/sign-plan.ts'
import type { RekorVersion } from '../servers/trust-material.ts'
import type { Relayed } from '../support/signing-relays.ts'
import { misconduct, type Misconduct } from './conducts.ts'

/** LabPlan is one run: a signing, and a verifying of what it signed. */
export interface LabPlan {
  readonly rekorVersion: RekorVersion
  readonly names: readonly string[]
  readonly misconducts: Readonly<Partial<Record<Relayed, Misconduct>>>
  /** For `timeout-minutes`. */
  readonly minutes: number
  readonly kill?: Kill
  /** True where nothing is in the way of success. */
  readonly isHarmless: boolean
}

const RELAYED: readonly Relayed[] = ['fulcio', 'rekor', 'timestampAuthority']

/** labPlan chooses one run. */
export function labPlan(random: Random): LabPlan {
  const isPlain = random.chance(0.8)
  const relayed = random.chance(0.8) ? random.some(RELAYED, 0.5) : []
  const kill = random.chance(0.15)
    ? { signal: random.pick(['SIGINT', 'SIGTERM'] as const), after: random.between(100, 2000) }
    : undefined
  return {
    rekorVersion: random.pick<RekorVersion>([1, 2]),
    names: fileNames(random, isPlain),
    misconducts: Object.fromEntries(relayed.map((name) => [name, misconduct(random)])),
    minutes: relayed.length === 0 ? 1 : random.pick([0.05, 0.1]),
    ...(kill === undefined ? {} : { kill }),
    isHarmless: isPlain && relayed.length === 0 && kill === undefined,
  }
}
