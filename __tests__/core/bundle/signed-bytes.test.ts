/* The property that all of verification is for: no single byte of what was signed can change unnoticed. */
import { describe, expect, it } from '@jest/globals'
import { RFC3161Timestamp } from '@sigstore/core'
import fc from 'fast-check'
import { newForge } from '../../../sandbox/forge.ts'
import type { JsonObject } from '../../../sandbox/forged-entry.ts'
import { outcome, trust, verify } from '../../support/judge.ts'

interface Signed {
  verificationMaterial: {
    certificate: { rawBytes: string }
    tlogEntries: [
      {
        canonicalizedBody: string
        inclusionPromise?: { signedEntryTimestamp: string }
        inclusionProof: { rootHash: string; hashes: string[]; checkpoint: { envelope: string } }
      },
    ]
    timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: string }] }
  }
  messageSignature: { messageDigest: { digest: string }; signature: string }
}

/** A run of signed bytes: where they are, and how changed ones are put in their place. */
interface Place {
  readonly name: string
  readonly bytes: Buffer
  put(bundle: Signed, bytes: Buffer): void
}

const forge = await newForge()
const trusted = trust(forge.trustedRoot)
const base64 = (bytes: Buffer): string => bytes.toString('base64')
const unbase64 = (text: string): Buffer => Buffer.from(text, 'base64')

function placesOf(bundle: Signed): readonly Place[] {
  const { certificate, tlogEntries, timestampVerificationData } = bundle.verificationMaterial
  const [entry] = tlogEntries
  const whole = (name: string, text: string, put: (to: Signed, text: string) => void): Place => ({
    name,
    bytes: unbase64(text),
    put: (to, bytes) => put(to, base64(bytes)),
  })
  const log = (to: Signed) => to.verificationMaterial.tlogEntries[0]
  return [
    whole('certificate', certificate.rawBytes, (to, text) => (to.verificationMaterial.certificate.rawBytes = text)),
    whole('body', entry.canonicalizedBody, (to, text) => (log(to).canonicalizedBody = text)),
    whole('root hash', entry.inclusionProof.rootHash, (to, text) => (log(to).inclusionProof.rootHash = text)),
    whole('first hash', entry.inclusionProof.hashes[0] ?? '', (to, text) => (log(to).inclusionProof.hashes[0] = text)),
    whole(
      'digest',
      bundle.messageSignature.messageDigest.digest,
      (to, text) => (to.messageSignature.messageDigest.digest = text),
    ),
    whole('signature', bundle.messageSignature.signature, (to, text) => (to.messageSignature.signature = text)),
    ...(entry.inclusionPromise === undefined
      ? []
      : [
          whole(
            'SET',
            entry.inclusionPromise.signedEntryTimestamp,
            (to, text) => (log(to).inclusionPromise = { signedEntryTimestamp: text }),
          ),
        ]),
    ...checkpointPlaces(entry.inclusionProof.checkpoint.envelope),
    ...timestampPlaces(unbase64(timestampVerificationData.rfc3161Timestamps[0].signedTimestamp)),
  ]
}

function checkpointPlaces(envelope: string): readonly Place[] {
  const [note = '', rest = ''] = envelope.split(/(?<=\n)\n/)
  const [, line = '', signature = ''] = /^(\S+ \S+ )(\S+)\n$/.exec(rest) ?? []
  const put = (to: Signed, changed: string): void => {
    to.verificationMaterial.tlogEntries[0].inclusionProof.checkpoint.envelope = changed
  }
  return [
    { name: 'checkpoint', bytes: Buffer.from(note), put: (to, bytes) => put(to, `${bytes.toString()}\n${rest}`) },
    {
      name: 'checkpoint signature',
      bytes: unbase64(signature),
      put: (to, bytes) => put(to, `${note}\n${line}${base64(bytes)}\n`),
    },
  ]
}

/** Of a timestamp's envelope, only these two runs of bytes are under the authority's signature, or are it. */
function timestampPlaces(der: Buffer): readonly Place[] {
  const timestamp = RFC3161Timestamp.parse(Buffer.from(der))
  return [
    ['timestamp', timestamp.tstInfo.raw] as const,
    ['timestamp signature', timestamp.signatureValue] as const,
  ].map(([name, bytes]) => {
    const start = der.indexOf(bytes.toString('latin1'), 0, 'latin1')
    return {
      name,
      bytes: Buffer.from(bytes),
      put: (to: Signed, changed: Buffer) => {
        const spoilt = Buffer.concat([der.subarray(0, start), changed, der.subarray(start + bytes.length)])
        to.verificationMaterial.timestampVerificationData.rfc3161Timestamps[0].signedTimestamp = base64(spoilt)
      },
    }
  })
}

describe('no single byte of what was signed', () => {
  it.each([1, 2] as const)('can be changed in a bundle of Rekor v%i', async (rekorVersion) => {
    const bundle: JsonObject = await forge.bundle({ rekorVersion })
    const good = bundle as unknown as Signed
    const places = placesOf(good)
    expect(places.map(({ bytes }) => bytes.length).filter((length) => length < 20)).toEqual([])
    const change = fc.tuple(fc.constantFrom(...places), fc.nat(), fc.integer({ min: 1, max: 255 }))
    fc.assert(
      fc.property(change, ([place, position, mask]) => {
        const bytes = Buffer.from(place.bytes)
        const index = position % bytes.length
        bytes.writeUInt8(bytes.readUInt8(index) ^ mask, index)
        const spoilt = structuredClone(good)
        place.put(spoilt, bytes)
        const result = outcome(() => verify(JSON.stringify(spoilt), 'an image', trusted))
        return result !== 'verified'
      }),
      { numRuns: 100 },
    )
  })
})
