/*
 * Turns single bits of a timestamp around. Other verifiers look at fields that the engine passes over: what they refuse must
 * not pass here.
 */
import { describe, expect, it } from '@jest/globals'
import { ASN1Obj } from '@sigstore/core'
import { newForge } from '../../../sandbox/forge.ts'
import { outcome, trust, verify } from '../../support/judge.ts'

const forge = await newForge()
const trusted = trust(forge.trustedRoot)
const bundle = await forge.bundle()
const timestamps = (bundle['verificationMaterial'] as { timestampVerificationData: { rfc3161Timestamps: unknown } })
  .timestampVerificationData
const [{ signedTimestamp }] = timestamps.rfc3161Timestamps as [{ signedTimestamp: string }]
const token = Buffer.from(signedTimestamp, 'base64')

/** Nothing signs the status (granted, or granted with changes) nor the certificates that come along: none is used. */
function unsigned(): (offset: number) => boolean {
  const response = ASN1Obj.parseBuffer(token)
  const status = response.subs[0]?.subs[0]?.value ?? Buffer.alloc(0)
  const certificates = response.subs[1]?.subs[1]?.subs[0]?.subs[3]?.value ?? Buffer.alloc(0)
  const [statusAt, certificatesAt] = [token.indexOf(status), token.indexOf(certificates)]
  return (offset) => offset === statusAt || (offset >= certificatesAt && offset < certificatesAt + certificates.length)
}

function flipped(offset: number, bit: number): Buffer {
  const copy = Buffer.from(token)
  copy.writeUInt8(copy.readUInt8(offset) ^ (1 << bit), offset)
  return copy
}

function judged(der: Buffer): string {
  timestamps.rfc3161Timestamps = [{ signedTimestamp: der.toString('base64') }]
  return outcome(() => verify(JSON.stringify(bundle), 'an image', trusted))
}

const inReach = unsigned()
const signedOffsets = [...token.keys()].filter((offset) => !inReach(offset))

describe('a timestamp', () => {
  it('verifies as it was made', () => {
    expect(judged(token)).toBe('verified')
    expect(signedOffsets.length).toBeGreaterThan(300)
  })

  it.each<[string, (offset: number) => number]>([
    ['the lowest bit', () => 0],
    ['one more bit', (offset) => 1 + (offset % 7)],
  ])('is refused when %s of any byte but the unsigned ones is another', (_, bit) => {
    const accepted = signedOffsets.filter((offset) => judged(flipped(offset, bit(offset))) !== 'E_TIMESTAMP')
    expect(accepted).toEqual([])
  })
})
