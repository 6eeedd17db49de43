/*
 * Owns the one key of a run, which is never exported and gone with the process.
 */
import { createPublicKey } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import type { Sha256, SigningKey } from '../types.ts'

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
