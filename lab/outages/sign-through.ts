/*
 * Owns one run of the product with a relay in front of every service, and what the run left behind. Judges nothing.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ActionResult } from '../../sandbox/runner/run-step.ts'
import type { Lab } from '../lab.ts'
import { labInputs, runLabStep } from '../product.ts'
import type { RekorVersion } from '../servers/trust-material.ts'
import type { Conduct, Passage } from '../support/relay.ts'
import { type Relayed, startSigningRelays } from '../support/signing-relays.ts'

/** Outage is a run and how the relays conduct themselves in it; they let everything pass where nothing is said. */
export interface Outage {
  readonly rekorVersion: RekorVersion
  readonly conducts?: Readonly<Partial<Record<Relayed, Conduct>>>
  /** How many files are signed; 1 where left out. */
  readonly count?: number
  /** The input `timeout-minutes`; 1 where left out. */
  readonly minutes?: number
}

/** Aftermath is all that can be seen after a run. */
export interface Aftermath {
  readonly lab: Lab
  readonly rekorVersion: RekorVersion
  readonly minutes: number
  readonly result: ActionResult
  /** The files to sign, absolute paths. */
  readonly files: readonly string[]
  /** Names in the workspace that were not there before. */
  readonly written: readonly string[]
  /** What services were asked to do, and what followed: the look at each of them, which comes first, is left out. */
  readonly passages: Readonly<Record<Relayed, readonly Passage[]>>
  /** How many tokens the issuer gave. Right only where no other run went on at the time. */
  readonly tokens: number
}

/** signThrough runs the product once and returns when its process has ended. */
export async function signThrough(lab: Lab, outage: Outage): Promise<Aftermath> {
  const { rekorVersion, conducts = {}, count = 1, minutes = 1 } = outage
  const workspace = await mkdtemp(path.join(lab.places.run, 'workspace-'))
  const names = Array.from({ length: count }, (_, index) => `image-${index + 1}.iso`)
  const files = names.map((name) => path.join(workspace, name))
  await Promise.all(files.map((file) => writeFile(file, randomBytes(1_000))))
  const directory = await mkdtemp(path.join(lab.places.run, 'outage-'))
  const relays = await startSigningRelays(lab, rekorVersion, directory, conducts)
  const tokensBefore = lab.issuer.issued
  try {
    const inputs = {
      ...labInputs(lab, rekorVersion),
      'signing-config': relays.signingConfig,
      'timeout-minutes': String(minutes),
      files: '*.iso',
    }
    const result = await runLabStep(lab, { action: 'sign', workspace, with: inputs })
    const written = (await readdir(workspace)).filter((name) => !names.includes(name)).sort()
    const passages = {
      fulcio: withoutLook(relays.fulcio.passages),
      rekor: withoutLook(relays.rekor.passages),
      timestampAuthority: withoutLook(relays.timestampAuthority.passages),
    }
    const tokens = lab.issuer.issued - tokensBefore
    return { lab, rekorVersion, minutes, result, files, written, passages, tokens }
  } finally {
    await relays.close()
  }
}

function withoutLook(passages: readonly Passage[]): readonly Passage[] {
  const first = passages.findIndex(({ method }) => method === 'POST')
  return first < 0 ? [] : passages.slice(first)
}
