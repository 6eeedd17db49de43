/* Owns the Sigstore services and the ports to them. */
import type { IdentityToken, Sha256 } from './brands.ts'
import type { LogEntry } from './bundle.ts'
import type { Certificate, SigningKey } from './credential.ts'

/** Service is one that the signing config offers and that was picked for this run. */
export interface Service {
  readonly url: string
  readonly majorApiVersion: number
}

/** Services are all that one run talks to. */
export interface Services {
  readonly certificateAuthority: Service
  /** The logs that must all hold an entry (one, unless the config says ALL or EXACT n). */
  readonly transparencyLogs: readonly Service[]
  readonly timestampAuthorities: readonly Service[]
}

/** TrustMaterial is whom we believe and whom we ask: both files as parsed JSON, not yet checked for shape. */
export interface TrustMaterial {
  readonly trustedRoot: unknown
  readonly signingConfig: unknown
}

/** TrustProvider loads trusted root and signing config; throws E_TUF_*, E_TRUSTED_ROOT, E_SIGNING_CONFIG. */
export interface TrustProvider {
  load(signal: AbortSignal): Promise<TrustMaterial>
}

/** TrustedRootProvider loads the trusted root as parsed JSON, not yet checked for shape; throws E_TUF_*, E_TRUSTED_ROOT. */
export interface TrustedRootProvider {
  load(signal: AbortSignal): Promise<unknown>
}

/** IdentityProvider asks the runner for a token; throws E_OIDC_*. */
export interface IdentityProvider {
  /** Origin of the token endpoint. */
  readonly url: string
  token(audience: string, signal: AbortSignal): Promise<IdentityToken>
}

/** Reachable is a service that can be looked at before it is asked for anything. */
export interface Reachable {
  readonly url: string
  /** Resolves when the service answers a harmless GET, whatever its status; throws the service's own codes. */
  reach(signal: AbortSignal): Promise<void>
}

/** CertificateAuthority has a certificate issued for a key; throws E_FULCIO_*. */
export interface CertificateAuthority {
  readonly url: string
  issue(token: IdentityToken, key: SigningKey, signal: AbortSignal): Promise<Certificate>
}

/** LogSubmission is what a transparency log is asked to record. */
export interface LogSubmission {
  readonly digest: Sha256
  readonly signature: Uint8Array
  readonly certificate: Certificate
}

/** TransparencyLog records a signature and returns the entry; throws E_REKOR_*. */
export interface TransparencyLog {
  readonly url: string
  readonly majorApiVersion: number
  record(submission: LogSubmission, signal: AbortSignal): Promise<LogEntry>
}

/** TimestampAuthority signs the time of a signature; returns a DER TimeStampResp (RFC 3161); throws E_TSA_*. */
export interface TimestampAuthority {
  readonly url: string
  timestamp(signature: Uint8Array, signal: AbortSignal): Promise<Uint8Array>
}

/** SignServices are the clients of all services that a run signs with. */
export interface SignServices {
  readonly certificateAuthority: CertificateAuthority & Reachable
  readonly transparencyLogs: readonly (TransparencyLog & Reachable)[]
  readonly timestampAuthorities: readonly (TimestampAuthority & Reachable)[]
}
