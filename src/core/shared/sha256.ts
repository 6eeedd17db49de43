/*
 * Owns what text is a SHA-256 digest. Must not compute one.
 */
import type { Sha256 } from '../types.ts'

/** isSha256 tells whether text is 64 lower-case hex digits. */
export function isSha256(text: string): text is Sha256 {
  return /^[0-9a-f]{64}$/.test(text)
}
