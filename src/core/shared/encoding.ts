/*
 * Owns the one base64 form that bundles and `.sig` files use. Must not read anything.
 */
import type { Base64 } from '../types.ts'

/** base64 encodes bytes as the protobuf JSON form and cosign's `.sig` do: padded, no line breaks. */
export function base64(bytes: Uint8Array): Base64 {
  return Buffer.from(bytes).toString('base64') as Base64
}
