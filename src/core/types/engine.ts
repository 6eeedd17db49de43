/* Owns the doors to sigstore-js, which are opened only when a run needs them. */
import type { BundleVerifier, TrustedRoot } from './bundle.ts'
import type { ReadCertificate } from './credential.ts'
import type { CertificateAuthority, Reachable, Service, TimestampAuthority, TransparencyLog } from './services.ts'

/** VerificationEngine is the part of sigstore-js that verifying needs, behind our ports. */
export interface VerificationEngine {
  readonly readCertificate: ReadCertificate
  bundleVerifier(trustedRoot: TrustedRoot): BundleVerifier
}

/** SigningEngine is sigstore-js behind our ports; `timeout` is its own limit of one request, in milliseconds. */
export interface SigningEngine extends VerificationEngine {
  fulcio(service: Service, readCertificate: ReadCertificate, timeout: number): CertificateAuthority & Reachable
  transparencyLog(service: Service, timeout: number): TransparencyLog & Reachable
  timestampAuthority(service: Service, timeout: number): TimestampAuthority & Reachable
}
