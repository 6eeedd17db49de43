/*
 * Owns the reading of a TimeStampResp (RFC 3161, section 2.4.2): its time, or why there is none. Must not verify it.
 */
import { ASN1Obj, RFC3161Timestamp } from '@sigstore/core'
import { rememberLast } from '../../core/shared/remember-last.ts'
import { hasTimestampShape } from './timestamp-shape.ts'

/** PKIStatus by number; the first two are of a response that holds a token. */
const STATUS = ['granted', 'grantedWithMods', 'rejection', 'waiting', 'revocationWarning', 'revocationNotification']
const WAITING = 3

/** PKIFailureInfo by the number of its bit. */
const FAILURE: Readonly<Record<number, string>> = {
  0: 'badAlg',
  2: 'badRequest',
  5: 'badDataFormat',
  14: 'timeNotAvailable',
  15: 'unacceptedPolicy',
  16: 'unacceptedExtension',
  17: 'addInfoNotAvailable',
  25: 'systemFailure',
}
const PASSING = ['timeNotAvailable', 'systemFailure']
const UTF8_STRING = 12

/**
 * readTimestamp returns a DER TimeStampResp that holds a time, parsed; undefined when it is none, whole and in its form. The
 * bytes that it saw last it gives the same object for: times are asked for before and while a bundle is checked.
 */
export const readTimestamp: (der: Uint8Array) => RFC3161Timestamp | undefined = rememberLast(parse)

function parse(der: Buffer<ArrayBuffer>): RFC3161Timestamp | undefined {
  try {
    const response = ASN1Obj.parseBuffer(der)
    if (!hasTimestampShape(response)) return undefined
    const timestamp = new RFC3161Timestamp(response)
    const granted = timestamp.status === 0n || timestamp.status === 1n
    return granted && !Number.isNaN(timestamp.signingTime.getTime()) ? timestamp : undefined
  } catch {
    return undefined
  }
}

/** TimestampRefusal is a status without a token. */
export interface TimestampRefusal {
  /** Whether the same request may be granted later. */
  readonly mayPass: boolean
  /** Status, failure and the authority's own words. */
  readonly text: string
}

/** refusalOf returns why a DER TimeStampResp holds no time by its own word; undefined when it says no such thing. */
export function refusalOf(der: Uint8Array): TimestampRefusal | undefined {
  try {
    const [number, ...info] = ASN1Obj.parseBuffer(Buffer.from(der)).subs[0]?.subs ?? []
    const status = Number(number?.toInteger() ?? 0n)
    const name = STATUS[status]
    if (name === undefined || status < 2) return undefined
    const failures = bitsIn(info).flatMap((bit, index) =>
      bit === 1 ? [FAILURE[index] ?? `failure ${String(index)}`] : [],
    )
    const words = info.flatMap(({ subs }) => subs).filter(({ tag }) => tag.number === UTF8_STRING)
    const said = [name, ...failures, ...words.map(({ value }) => value.toString('utf8'))].join(', ')
    return { mayPass: status === WAITING || failures.some((failure) => PASSING.includes(failure)), text: said }
  } catch {
    return undefined
  }
}

/** Of a failure that cannot be read nothing is known; the status stands. */
function bitsIn(info: readonly ASN1Obj[]): readonly number[] {
  try {
    return info.find(({ tag }) => tag.isBitString())?.toBitString() ?? []
  } catch {
    return []
  }
}
