import { createHash } from 'node:crypto'
import type { Base64, Sha256 } from '../types.ts'

/** base64 encodes bytes as the protobuf JSON form and cosign's `.sig` do: padded, no line breaks. */
export function base64(bytes: Uint8Array): Base64 {
  return Buffer.from(bytes).toString('base64') as Base64
}

/** isSha256 tells whether text is 64 lower-case hex digits. */
export function isSha256(text: string | undefined): text is Sha256 {
  return text !== undefined && /^[0-9a-f]{64}$/.test(text)
}

/** sha256Of returns the digest of bytes that are wholly in memory. */
export function sha256Of(bytes: Uint8Array): Sha256 {
  return createHash('sha256').update(bytes).digest('hex') as Sha256
}
