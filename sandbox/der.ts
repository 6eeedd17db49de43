/*
 * Owns the few ASN.1 DER forms that a certificate is written with (X.690). Writes only; must not know certificates.
 */

/** tlv returns one DER element: tag, length, and `parts` one after the other. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(parts)
  if (value.length < 0x80) return Buffer.concat([Buffer.of(tag, value.length), value])
  const hex = value.length.toString(16)
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, value])
}

/** sequence returns a SEQUENCE of `parts`. */
export const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts)
/** set returns a SET of `parts`. */
export const set = (...parts: readonly Uint8Array[]): Buffer => tlv(0x31, ...parts)
/** octets returns an OCTET STRING. */
export const octets = (value: Uint8Array): Buffer => tlv(0x04, value)
/** bits returns a BIT STRING whose last byte has `unused` bits to spare. */
export const bits = (value: Uint8Array, unused = 0): Buffer => tlv(0x03, Buffer.of(unused), value)
/** utf8 returns a UTF8String. */
export const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text))
/** TRUE is the BOOLEAN true. */
export const TRUE = Buffer.of(0x01, 0x01, 0xff)

/** integer returns an INTEGER that is not negative, from big-endian bytes. */
export function integer(value: Uint8Array): Buffer {
  const sign = (value[0] ?? 0) & 0x80 ? Buffer.of(0) : Buffer.alloc(0)
  return tlv(0x02, sign, value)
}

/** oid returns an OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)))
}

/** utcTime returns a UTCTime; only for the years 1950 to 2049 (RFC 5280, 4.1.2.5.1). */
export function utcTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '')
  return tlv(0x17, Buffer.from(`${digits.slice(2, 14)}Z`))
}

function base128(number: number): number[] {
  const bytes = [number & 0x7f]
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80)
  return bytes
}
