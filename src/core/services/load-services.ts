/*
 * Owns getting ready to talk: whom we trust is loaded, within a minute, and services are chosen while the files are read.
 * Must not send anything about the files.
 */
import { readTrustedRoot } from '../bundle/trusted-root.ts'
import { callPolicies } from './retry.ts'
import { chooseServices } from './signing-config.ts'
import type {
  Services,
  SigningEngine,
  SignInputs,
  SignServices,
  Tools,
  Trusted,
  TrustedRoot,
  TrustProvider,
} from '../types.ts'

/** Chosen is whom a run trusts, and the services that it picked, before there are clients for them. */
export interface Chosen {
  readonly trustedRoot: TrustedRoot
  readonly services: Services
}

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
  inputs: Pick<SignInputs, 'rekorVersion'>,
): Promise<LoadedServices> {
  return connect(await loadChosen(tools, trust, inputs), loadEngine)
}

/** loadChosen throws E_TUF_*, E_TRUSTED_ROOT, E_SIGNING_CONFIG. */
export async function loadChosen(
  tools: Tools,
  trust: TrustProvider,
  { rekorVersion }: Pick<SignInputs, 'rekorVersion'>,
): Promise<Chosen> {
  const { trustedRoot, signingConfig } = await loadTrust(tools, (signal) => trust.load(signal))
  return {
    trustedRoot: readTrustedRoot(trustedRoot),
    services: chooseServices(signingConfig, { rekorVersion, now: tools.clock.now() }),
  }
}

/** connect returns the clients of the chosen services, once `loadEngine` has loaded the engine's modules. Sends nothing. */
export async function connect(
  { trustedRoot, services: chosen }: Chosen,
  loadEngine: () => Promise<SigningEngine>,
): Promise<LoadedServices> {
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
