/* Owns bundle and log entry, as written, as read, and as verified. */
import type { Identity, Issuer } from './brands.ts'
import type { Certificate, ReadCertificate } from './credential.ts'
import type { DigestedMessage, MessageDigest } from './subject.ts'

/** LogEntryFacts are what is told of a transparency log entry, and kept of each of a thousand: where it is, and under whose word. */
export interface LogEntryFacts {
  readonly logIndex: string
  readonly logId: { readonly keyId: string }
  readonly kindVersion: { readonly kind: string; readonly version: string }
  /** Seconds since the epoch as decimal digits; "0" from Rekor v2. */
  readonly integratedTime?: string
  readonly inclusionPromise?: { readonly signedEntryTimestamp: string }
}

/** LogEntry is a transparency log entry in the protobuf JSON form of the bundle (sigstore_rekor.proto). */
export interface LogEntry extends LogEntryFacts {
  readonly inclusionProof?: {
    readonly logIndex: string
    readonly rootHash: string
    readonly treeSize: string
    readonly hashes: readonly string[]
    readonly checkpoint: { readonly envelope: string }
  }
  readonly canonicalizedBody: string
}

/** BundleJson is a Sigstore bundle v0.3 with a message signature, in its protobuf JSON form. */
export interface BundleJson {
  readonly mediaType: string
  readonly verificationMaterial: {
    readonly certificate: { readonly rawBytes: string }
    readonly tlogEntries: readonly LogEntry[]
    readonly timestampVerificationData: {
      readonly rfc3161Timestamps: readonly { readonly signedTimestamp: string }[]
    }
  }
  readonly messageSignature: {
    readonly messageDigest: { readonly algorithm: string; readonly digest: string }
    readonly signature: string
  }
}

/** Bundle is a Sigstore bundle with a message signature, read and decoded, nothing in it believed yet. */
export interface Bundle {
  /** The same facts as a v0.3 bundle, whatever version was read, for the engine: it must see what we saw, and no more. */
  readonly json: BundleJson
  /** The leaf certificate, DER. */
  readonly certificate: Uint8Array
  /** DER signature. */
  readonly signature: Uint8Array
  /** What the bundle says was signed; a hint, compared with what we computed. */
  readonly messageDigest: MessageDigest
  readonly logEntries: readonly LogEntry[]
  /** DER TimeStampResp each (RFC 3161). */
  readonly timestamps: readonly Uint8Array[]
}

/** SignedTimes are times that somebody vouches for with a signature; milliseconds since the epoch. */
export interface SignedTimes {
  /** From RFC 3161 timestamps. */
  readonly timestamps: readonly number[]
  /** Integrated times, each under its entry's SET. */
  readonly logs: readonly number[]
}

/** BundleVerifier checks a bundle's cryptography against one trusted root: chain, SCT, log entry, proof, times, signature. */
export interface BundleVerifier {
  /** The times that the bundle claims to have been signed; true once `check` has passed. Throws E_TIMESTAMP, E_BUNDLE_MALFORMED. */
  claimedTimes(bundle: Bundle): SignedTimes
  /** Throws E_CERT_CHAIN, E_CERT_SCT, E_REKOR_*, E_TIMESTAMP, E_TIME, E_SIGNATURE, E_BUNDLE_MALFORMED. */
  check(bundle: Bundle, certificate: Certificate, message: DigestedMessage): void
}

/** CheckedBundle is the facts of a bundle that holds together and is trusted; who may have signed is not judged yet. */
export interface CheckedBundle {
  readonly certificate: Certificate
  readonly logEntries: readonly LogEntryFacts[]
  /** Milliseconds since the epoch, signed by a timestamp authority or by the log's SET. */
  readonly signedAt: number
}

/** VerifiedBundle is the facts of a bundle that passed every check; there is no other way to get one. */
export interface VerifiedBundle extends CheckedBundle {
  readonly identity: Identity
  readonly issuer: Issuer
}

/** TrustedLog is one transparency log key and when it signed; milliseconds since the epoch, both ends included. */
export interface TrustedLog {
  /** Base64; a log may be known by its key's id and by its checkpoint key's id. */
  readonly keyIds: readonly string[]
  readonly baseUrl: string
  readonly start: number
  readonly end: number
}

/** TrustedRoot is a trusted root whose form was checked: `json` is what the engine reads. */
export interface TrustedRoot {
  readonly json: unknown
  readonly logs: readonly TrustedLog[]
}

/** Trusted is whom and what a bundle is judged by, beside who must have signed. */
export interface Trusted {
  readonly trustedRoot: TrustedRoot
  readonly verifier: BundleVerifier
  readonly readCertificate: ReadCertificate
}
