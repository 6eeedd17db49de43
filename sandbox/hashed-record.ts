/*
 * Owns what both versions of Rekor check before they log a `hashedrekord`: that the signature over the digest was made
 * with the certificate's key. Must not know requests or replies.
 */
import { X509Certificate } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'

/** HashedRecord is a signature over a digest and the certificate that verifies it. */
export interface HashedRecord {
  /** SHA-256, 32 bytes, for a log that checks it. */
  readonly digest: Buffer
  /** DER. */
  readonly signature: Buffer
  /** PEM or DER. */
  readonly certificate: Uint8Array
}

/** isSigned tells whether the signature is one over the digest by the certificate's P-256 key. */
export function isSigned(record: HashedRecord): boolean {
  try {
    const { x = '', y = '', crv } = new X509Certificate(record.certificate).publicKey.export({ format: 'jwk' })
    if (crv !== 'P-256' || record.digest.length !== 32) return false
    const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
    return p256.verify(record.signature, record.digest, point, { prehash: false, format: 'der', lowS: false })
  } catch {
    return false
  }
}
