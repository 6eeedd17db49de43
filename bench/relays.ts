/*
 * Owns the way to the lab's services: a relay before each that a signer speaks to, and the signing configs that lead
 * through them. Signs nothing.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../lab/lab.ts'
import { createTrustConfig, serviceUrls } from '../lab/servers/trust-material.ts'
import { ports } from '../lab/setup/ports.ts'
import { type Link, startRelay } from './relay.ts'
import type { Requests } from './results.ts'

/** Relays is the running way, and what clients are given to take it. */
export interface Relays {
  /** Milliseconds of a round trip from now on. */
  roundTrip: number
  /** The value of ACTIONS_ID_TOKEN_REQUEST_URL. */
  readonly tokenUrl: string
  readonly fulcioUrl: string
  readonly rekorUrl: string
  /** Absolute path, with Rekor v1, which the public instance uses. */
  readonly signingConfig: string
  /** ClientTrustConfig, as sigstore-python wants it; absolute path. */
  readonly trustConfig: string
  /** Requests since the start of the relays. */
  requests(): Requests
  close(): Promise<void>
}

/** startRelays starts a relay a service; `directory` takes the configs. */
export async function startRelays(lab: Lab, directory: string): Promise<Relays> {
  const link: Link = { delay: 0 }
  const [token, fulcio, rekor, timestamp] = await Promise.all([
    startRelay(ports.githubIssuer, link),
    startRelay(ports.fulcio, link),
    startRelay(ports.rekor1, link),
    startRelay(ports.tsa, link),
  ])
  const through = (url: string, { port }: { readonly port: number }) => {
    const relayed = new URL(url)
    relayed.hostname = '127.0.0.1'
    relayed.port = String(port)
    return relayed.href.replace(/\/$/, '')
  }
  const fulcioUrl = through(serviceUrls.fulcio, fulcio)
  const rekorUrl = through(serviceUrls.rekor[1], rekor)
  const direct = await readFile(lab.trust.signingConfig[1], 'utf8')
  const signingConfig = path.join(directory, 'signing_config.json')
  const { timestampAuthority } = serviceUrls
  await writeFile(
    signingConfig,
    direct
      .replaceAll(serviceUrls.fulcio, fulcioUrl)
      .replaceAll(serviceUrls.rekor[1], rekorUrl)
      .replaceAll(timestampAuthority, through(timestampAuthority, timestamp)),
  )
  const trustConfigFile = path.join(directory, 'trust_config.json')
  return {
    get roundTrip() {
      return link.delay * 2
    },
    set roundTrip(milliseconds) {
      link.delay = milliseconds / 2
    },
    tokenUrl: through(lab.issuer.requestUrl, token),
    fulcioUrl,
    rekorUrl,
    signingConfig,
    trustConfig: await createTrustConfig(lab.trust.trustedRoot, signingConfig, trustConfigFile),
    requests: () => ({
      token: token.requests,
      fulcio: fulcio.requests,
      rekor: rekor.requests,
      timestamp: timestamp.requests,
    }),
    async close() {
      await Promise.all([token, fulcio, rekor, timestamp].map((relay) => relay.close()))
    },
  }
}
