/*
 * Owns getting ready to talk: whom we trust is loaded, within a minute, and services are chosen while the files are read.
 * Must not send anything about the files.
 */
import { readTrustedRoot } from '../bundle/trusted-root.ts'
import { callPolicies } from './retry.ts'
import { chooseServices } from './signing-config.ts'
import type { SigningEngine, SignInputs, SignServices, Tools, Trusted, TrustProvider } from '../types.ts'

/** LoadedServices is everything that a signing run talks to and judges by. */
export interface LoadedServices {
  readonly services: SignServices
  readonly trusted: Trusted
}

/** loadServices throws E_TUF_*, E_TRUSTED_ROOT, E_SIGNING_CONFIG; `loadEngine` loads the engine's modules. */
export async function loadServices(
  tools: Tools,
  trust: TrustProvider,
  loadEngine: () => Promise<SigningEngine>,
  { rekorVersion }: Pick<SignInputs, 'rekorVersion'>,
): Promise<LoadedServices> {
  const { trustedRoot: json, signingConfig } = await loadTrust(tools, (signal) => trust.load(signal))
  const trustedRoot = readTrustedRoot(json)
  const chosen = chooseServices(signingConfig, { rekorVersion, now: tools.clock.now() })
  const engine = await loadEngine()
  const { readCertificate } = engine
  const { perTry } = callPolicies.certificateAuthority
  return {
    services: {
      certificateAuthority: engine.fulcio(chosen.certificateAuthority, readCertificate, perTry),
      transparencyLogs: chosen.transparencyLogs.map((service) =>
        engine.transparencyLog(service, callPolicies.transparencyLog.perTry),
      ),
      timestampAuthorities: chosen.timestampAuthorities.map((service) =>
        engine.timestampAuthority(service, callPolicies.timestampAuthority.perTry),
      ),
    },
    trusted: { trustedRoot, verifier: engine.bundleVerifier(trustedRoot), readCertificate },
  }
}

/** loadTrust returns what `load` gives, tried again within a minute; throws what it throws. */
export function loadTrust<T>(
  { call, clock }: Pick<Tools, 'call' | 'clock'>,
  load: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return call({
    service: 'trustRoot',
    // One try may take it all: it is a whole refresh of several requests, each with its own limit.
    deadline: clock.now() + callPolicies.trustRoot.perTry,
    attempt: load,
  })
}
