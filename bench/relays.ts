/*
 * Owns the way to the lab's services, as long as a workload wants it: what clients are given to take it, and how many
 * requests went over it. Signs nothing.
 */
import path from 'node:path'
import type { Lab } from '../lab/lab.ts'
import { createTrustConfig } from '../lab/servers/trust-material.ts'
import { type Distance, farAway } from '../lab/support/conducts.ts'
import { type Relay, startRelay } from '../lab/support/relay.ts'
import { startSigningRelays } from '../lab/support/signing-relays.ts'
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
  const distance: Distance = { roundTrip: 0 }
  const conduct = farAway(distance)
  const token = await startRelay(lab.issuer.url, conduct)
  const relays = await startSigningRelays(lab, 1, directory, {
    fulcio: conduct,
    rekor: conduct,
    timestampAuthority: conduct,
  })
  const { fulcio, rekor, timestampAuthority: timestamp, signingConfig } = relays
  return {
    get roundTrip() {
      return distance.roundTrip
    },
    set roundTrip(milliseconds) {
      distance.roundTrip = milliseconds
    },
    tokenUrl: lab.issuer.requestUrl.replace(lab.issuer.url, token.url),
    fulcioUrl: fulcio.url,
    rekorUrl: rekor.url,
    signingConfig,
    trustConfig: await createTrustConfig(
      lab.trust.trustedRoot,
      signingConfig,
      path.join(directory, 'trust_config.json'),
    ),
    requests: () => ({
      token: token.passages.length,
      fulcio: posts(fulcio),
      rekor: posts(rekor),
      timestamp: posts(timestamp),
    }),
    async close() {
      await Promise.all([token.close(), relays.close()])
    },
  }
}

/** A look at a service, which the product takes before it asks for anything, is no request. */
function posts({ passages }: Pick<Relay, 'passages'>): number {
  return passages.filter(({ method }) => method === 'POST').length
}
