import { RFC3161Timestamp } from '@sigstore/core'

/** PKIStatus values of a response that holds a token: granted, granted with modifications (RFC 3161 section 2.4.2). */
const GRANTED = [0n, 1n]

/** signingTime returns the time (milliseconds since the epoch) of a DER TimeStampResp; undefined when it is none. */
export function signingTime(der: Uint8Array): number | undefined {
  try {
    const timestamp = RFC3161Timestamp.parse(Buffer.from(der))
    if (!GRANTED.includes(timestamp.status)) return undefined
    const time = timestamp.signingTime.getTime()
    return Number.isNaN(time) ? undefined : time
  } catch {
    return undefined
  }
}
