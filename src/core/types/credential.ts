/* Owns token claims, key and certificate: who signs. */
import type { KeyObject } from 'node:crypto'
import type { Identity, Issuer, Pem, Sha256 } from './brands.ts'

/** TokenClaims are the parts of the runner's token that we compare or show. */
export interface TokenClaims {
  readonly issuer: Issuer
  readonly audience: string
  readonly subject: string
  /** Seconds since the epoch. */
  readonly issuedAt: number
  /** Seconds since the epoch. */
  readonly expiresAt: number
  readonly repository: string
  readonly sha: string
  readonly runId: string
  readonly runAttempt: string
  readonly eventName: string
  /** `OWNER/REPO/.github/workflows/FILE.yml@REF` of the file that defines the job: the future identity. */
  readonly jobWorkflowRef: string
  readonly repositoryVisibility: string
  /** Every string claim by its own name, for the list of what would become public. */
  readonly all: Readonly<Record<string, string>>
}

/** SubjectName is one subject alternative name, by its kind's name in RFC 5280 section 4.2.1.6; what is no identity has no text. */
export type SubjectName =
  | { readonly kind: 'uniformResourceIdentifier' | 'rfc822Name'; readonly identity: Identity }
  | {
      readonly kind:
        | 'otherName'
        | 'dNSName'
        | 'x400Address'
        | 'directoryName'
        | 'ediPartyName'
        | 'iPAddress'
        | 'registeredID'
        | 'unknown'
    }

/** Certificate is what an X.509 signing certificate says; see Fulcio's docs/oid-info.md for the extensions. */
export interface Certificate {
  readonly der: Uint8Array
  readonly pem: Pem
  readonly publicKey: KeyObject
  /** Milliseconds since the epoch. */
  readonly notBefore: number
  /** Milliseconds since the epoch. */
  readonly notAfter: number
  readonly isAuthority: boolean
  readonly hasDigitalSignature: boolean
  readonly hasCodeSigning: boolean
  /** How many signed certificate timestamps are embedded. */
  readonly signedCertificateTimestamps: number
  /** Every one, of whatever kind; a Fulcio certificate has exactly one. */
  readonly subjectNames: readonly SubjectName[]
  readonly issuer?: Issuer
  /** Extension values by the last number of 1.3.6.1.4.1.57264.1.N, as text. */
  readonly extensions: Readonly<Partial<Record<number, string>>>
}

/** ReadCertificate decodes a DER certificate; throws E_BUNDLE_MALFORMED. */
export type ReadCertificate = (der: Uint8Array) => Certificate

/** SigningKey signs with a key that exists only in this process. */
export interface SigningKey {
  readonly publicKey: KeyObject
  /** DER signature over a message (Fulcio's proof of possession, a small file); another one every time. */
  signMessage(message: Uint8Array): Uint8Array
  /** DER signature over a ready digest; `fresh` gives another signature than the last one for the same digest. */
  signDigest(digest: Sha256, options?: { readonly fresh?: boolean }): Uint8Array
}

/** Credential is a key and the certificate that Fulcio gave for it: one for all files of a run. */
export interface Credential {
  readonly key: SigningKey
  readonly certificate: Certificate
  readonly claims: TokenClaims
}
