/*
 * Owns ECDSA over a ready digest: the one key of a run, which is never exported and gone with the process, and the check of a
 * signature on the three NIST curves that Sigstore signs with. Must not hash files.
 */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import type { MessageDigest, Sha256, SigningKey } from '../types.ts'

const CURVES = { prime256v1: p256, secp384r1: p384, secp521r1: p521 }

/** isSupportedKey tells whether a key is on a curve that verifyDigest knows. */
export function isSupportedKey(key: KeyObject): boolean {
  return isCurve(key.asymmetricKeyDetails?.namedCurve ?? '')
}

/** verifyDigest tells whether a DER signature over the digest is the key's; false for any key that is not on a NIST curve. */
export function verifyDigest(key: KeyObject, digest: MessageDigest, signature: Uint8Array): boolean {
  const name = key.asymmetricKeyDetails?.namedCurve
  if (name === undefined || !isCurve(name)) return false
  const curve = CURVES[name]
  try {
    return curve.verify(signature, Buffer.from(digest.hex, 'hex'), publicPoint(key), {
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

/** Fulcio and Rekor take any ECDSA signature; cosign's Go code makes high-S ones too, so none is rewritten. */
const FORMAT = { format: 'der', lowS: false } as const

/**
 * generateSigningKey makes an ephemeral P-256 key. Its signatures are ASN.1 DER. Node cannot ECDSA-sign a ready
 * digest, so the curve library does (`prehash: false`); it is deterministic (RFC 6979) unless `fresh` is asked for.
 */
export function generateSigningKey(): SigningKey {
  const secret = p256.utils.randomSecretKey()
  const point = p256.getPublicKey(secret, false)
  const coordinate = (from: number): string => Buffer.from(point.subarray(from, from + 32)).toString('base64url')
  const publicKey = createPublicKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33) },
  })
  return {
    publicKey,
    signMessage: (message) => p256.sign(message, secret, { ...FORMAT, prehash: true }),
    signDigest: (digest: Sha256, options = {}) =>
      p256.sign(Buffer.from(digest, 'hex'), secret, {
        ...FORMAT,
        prehash: false,
        extraEntropy: options.fresh ?? false,
      }),
  }
}
