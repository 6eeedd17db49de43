/*
 * Owns getting ready to talk: whom we trust is loaded, within a minute, and services are chosen while the files are read.
 * Must not send anything about the files.
 */
import { readTrustedRoot } from '../bundle/trusted-root.ts'
import { callPolicies } from './retry.ts'
import { chooseServices } from './signing-config.ts'
import type {
  BundleEngine,
  Caller,
  CertificateAuthority,
  Clock,
  Engine,
  ReadCertificate,
  Services,
  SignInputs,
  TimestampAuthority,
  TransparencyLog,
  TrustedRoot,
  TrustProvider,
} from '../types.ts'

/** SignServices is everything that a run talks to and judges by. */
export interface SignServices {
  readonly services: Services
  readonly trustedRoot: TrustedRoot
  readonly engine: BundleEngine
  readonly readCertificate: ReadCertificate
  readonly authority: CertificateAuthority
  readonly transparencyLogs: readonly TransparencyLog[]
  readonly timestampAuthorities: readonly TimestampAuthority[]
}

/** ServicePorts is what loading needs. */
export interface ServicePorts {
  readonly call: Caller
  readonly clock: Clock
  readonly trust: TrustProvider
  /** Loads the engine's modules. */
  readonly loadEngine: () => Promise<Engine>
}

/** loadServices throws E_TUF_*, E_TRUSTED_ROOT, E_SIGNING_CONFIG. */
export async function loadServices(
  { call, clock, trust, loadEngine }: ServicePorts,
  inputs: Pick<SignInputs, 'rekorVersion'>,
): Promise<SignServices> {
  const { trustedRoot: json, signingConfig } = await loadTrust({ call, clock }, (signal) => trust.load(signal))
  const trustedRoot = readTrustedRoot(json)
  const services = chooseServices(signingConfig, { rekorVersion: inputs.rekorVersion, now: clock.now() })
  const { bundleEngine, fulcio, readCertificate, timestampAuthority, transparencyLog } = await loadEngine()
  return {
    services,
    trustedRoot,
    engine: bundleEngine(trustedRoot),
    readCertificate,
    authority: fulcio(services.certificateAuthority, readCertificate, callPolicies.certificateAuthority.perTry),
    transparencyLogs: services.transparencyLogs.map((service) =>
      transparencyLog(service, callPolicies.transparencyLog.perTry),
    ),
    timestampAuthorities: services.timestampAuthorities.map((service) =>
      timestampAuthority(service, callPolicies.timestampAuthority.perTry),
    ),
  }
}

/** Milliseconds that loading may take in all. */
const BUDGET = 60_000

/** loadTrust returns what `load` gives, tried again within a minute; throws what it throws. */
export function loadTrust<T>(
  { call, clock }: { readonly call: Caller; readonly clock: Clock },
  load: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return call({
    service: 'trustRoot',
    deadline: clock.now() + BUDGET,
    // One try is a whole refresh of several requests, each with its own limit.
    policy: { perTry: BUDGET },
    attempt: load,
  })
}
