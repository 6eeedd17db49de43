/*
 * Owns the one key of a run, which leaves the process nowhere and is gone with it.
 */
import { generateKeyPairSync, sign } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import type { Sha256, SigningKey } from '../types.ts'

// A window of 4 bits: its table is made in a third of the time of the usual one, and a signature takes as long.
p256.Point.BASE.precompute(4)

/** Fulcio and Rekor take any ECDSA signature; cosign's Go code makes high-S ones too, so none is rewritten. */
const FORMAT = { format: 'der', lowS: false } as const

/**
 * generateSigningKey makes an ephemeral P-256 key. Its signatures are ASN.1 DER. Node cannot ECDSA-sign a ready
 * digest, so the curve library does (`prehash: false`); over a digest it is deterministic (RFC 6979) unless `fresh` is asked for.
 */
export function generateSigningKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  // RFC 7518, 6.2.2: base64url of the whole scalar, leading zeros kept.
  const secret = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url')
  return {
    publicKey,
    signMessage: (message) => sign('sha256', message, privateKey),
    signDigest: (digest: Sha256, options = {}) =>
      p256.sign(Buffer.from(digest, 'hex'), secret, {
        ...FORMAT,
        prehash: false,
        extraEntropy: options.fresh ?? false,
      }),
  }
}
