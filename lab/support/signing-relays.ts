/*
 * Owns the way to the services that sign: a relay in front of each, and the signing config that leads through them. Signs
 * nothing.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../lab.ts'
import { type RekorVersion, serviceUrls } from '../servers/trust-material.ts'
import { type Conduct, type Relay, startRelay } from './relay.ts'

const relayed = ['fulcio', 'rekor', 'timestampAuthority'] as const

/** Relayed is the services that a relay can stand in front of. */
export type Relayed = (typeof relayed)[number]

/** SigningRelays are the running relays. */
export interface SigningRelays extends Readonly<Record<Relayed, Relay>> {
  /** Absolute path. */
  readonly signingConfig: string
  close(): Promise<void>
}

/** startSigningRelays starts the relays; they let everything pass where no conduct is given. `directory` takes the signing config. */
export async function startSigningRelays(
  lab: Lab,
  rekorVersion: RekorVersion,
  directory: string,
  conducts: Readonly<Partial<Record<Relayed, Conduct>>> = {},
): Promise<SigningRelays> {
  const services: Readonly<Record<Relayed, string>> = {
    fulcio: serviceUrls.fulcio,
    rekor: serviceUrls.rekor[rekorVersion],
    timestampAuthority: new URL(serviceUrls.timestampAuthority).origin,
  }
  const [fulcio, rekor, timestampAuthority] = await Promise.all([
    startRelay(services.fulcio, conducts.fulcio),
    startRelay(services.rekor, conducts.rekor),
    startRelay(services.timestampAuthority, conducts.timestampAuthority),
  ])
  const relays = { fulcio, rekor, timestampAuthority }
  let text = await readFile(lab.trust.signingConfig[rekorVersion], 'utf8')
  for (const name of relayed) text = text.replaceAll(services[name], relays[name].url)
  const signingConfig = path.join(directory, 'signing_config.json')
  await writeFile(signingConfig, text)
  return {
    ...relays,
    signingConfig,
    async close() {
      await Promise.all(relayed.map((name) => relays[name].close()))
    },
  }
}
