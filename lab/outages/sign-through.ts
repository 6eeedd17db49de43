/*
 * Owns one run of the product with a relay in front of every service, and what the run left behind. Judges nothing.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ActionResult } from '../../sandbox/runner/run-step.ts'
import type { Lab } from '../lab.ts'
import { labInputs, runLabStep } from '../product.ts'
import { type RekorVersion, serviceUrls } from '../servers/trust-material.ts'
import { type Conduct, type Passage, type Relay, startRelay } from './relay.ts'

/** Relayed is the services that a relay can stand in front of. */
export type Relayed = 'fulcio' | 'rekor' | 'timestampAuthority'

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
  const services = serviceOrigins(rekorVersion)
  const relays = {
    fulcio: await startRelay(services.fulcio, conducts.fulcio),
    rekor: await startRelay(services.rekor, conducts.rekor),
    timestampAuthority: await startRelay(services.timestampAuthority, conducts.timestampAuthority),
  }
  const tokensBefore = lab.issuer.issued
  try {
    const inputs = {
      ...labInputs(lab, rekorVersion),
      'signing-config': await relayedConfig(lab, rekorVersion, services, relays),
      'timeout-minutes': String(minutes),
      files: '*.iso',
    }
    const result = await runLabStep(lab, { action: 'sign', workspace, with: inputs })
    const written = (await readdir(workspace)).filter((name) => !names.includes(name)).sort()
    const passages = {
      fulcio: relays.fulcio.passages,
      rekor: relays.rekor.passages,
      timestampAuthority: relays.timestampAuthority.passages,
    }
    const tokens = lab.issuer.issued - tokensBefore
    return { lab, rekorVersion, minutes, result, files, written, passages, tokens }
  } finally {
    await Promise.all(Object.values(relays).map((relay) => relay.close()))
  }
}

/** serviceOrigins returns where the real services are that a relay can stand in front of. */
export function serviceOrigins(rekorVersion: RekorVersion): Readonly<Record<Relayed, string>> {
  return {
    fulcio: serviceUrls.fulcio,
    rekor: serviceUrls.rekor[rekorVersion],
    timestampAuthority: new URL(serviceUrls.timestampAuthority).origin,
  }
}

/** relayedConfig writes a signing config that leads to the relays in place of the services, and returns its path. */
export async function relayedConfig(
  lab: Lab,
  rekorVersion: RekorVersion,
  services: Readonly<Record<Relayed, string>>,
  relays: Readonly<Record<Relayed, Relay>>,
): Promise<string> {
  let text = await readFile(lab.trust.signingConfig[rekorVersion], 'utf8')
  for (const name of ['fulcio', 'rekor', 'timestampAuthority'] as const) {
    text = text.replaceAll(services[name], relays[name].url)
  }
  const file = path.join(await mkdtemp(path.join(lab.places.run, 'outage-')), 'signing_config.json')
  await writeFile(file, text)
  return file
}
