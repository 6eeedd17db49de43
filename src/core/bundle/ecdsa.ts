/*
 * Owns the check of an ECDSA signature over a ready digest, on the three NIST curves that Sigstore signs with. Must not hash
 * files.
 */
import { type KeyObject, verify } from 'node:crypto'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import type { DigestedMessage } from '../types.ts'

const CURVES = { prime256v1: p256, secp384r1: p384, secp521r1: p521 }

/** isSupportedKey tells whether a key is on a curve that verifyDigest knows. */
export function isSupportedKey(key: KeyObject): boolean {
  return isCurve(key.asymmetricKeyDetails?.namedCurve ?? '')
}

/** verifyDigest tells whether a DER signature over the digest is the key's; false for any key that is not on a NIST curve. */
export function verifyDigest(key: KeyObject, message: DigestedMessage, signature: Uint8Array): boolean {
  const name = key.asymmetricKeyDetails?.namedCurve
  if (name === undefined || !isCurve(name)) return false
  const { algorithm, hex, content } = message
  if (content !== undefined) return verify(algorithm, content, { key, dsaEncoding: 'der' }, signature)
  const curve = CURVES[name]
  try {
    return curve.verify(signature, Buffer.from(hex, 'hex'), publicPoint(key), {
      prehash: false,
      format: 'der',
      // Go and OpenSSL make high-S signatures: half of all real bundles have one.
      lowS: false,
    })
  } catch {
    // The library throws on a signature that is not DER or a point that is not on the curve.
    return false
  }
}

/** isSignature tells whether bytes have the form of an ECDSA signature on one of these curves: DER (RFC 3279, 2.2.3). */
export function isSignature(der: Uint8Array): boolean {
  try {
    // The curve with the largest numbers takes those of the others, too.
    p521.Signature.fromBytes(der, 'der')
    return true
  } catch {
    return false
  }
}

function isCurve(name: string): name is keyof typeof CURVES {
  return Object.hasOwn(CURVES, name)
}

/** The uncompressed point (SEC 1): 04, x, y. */
function publicPoint(key: KeyObject): Uint8Array {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
}
