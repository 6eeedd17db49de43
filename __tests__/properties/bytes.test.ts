/* Whatever the bytes are, their reader answers or ends with an error of ours: never with another one, and it ends. */
import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { newForge } from '../../sandbox/forge.ts'
import { zip } from '../../sandbox/zip.ts'
import { readCertificate } from '../../src/adapters/sigstore/certificate.ts'
import { readTimestamp } from '../../src/adapters/sigstore/timestamp-token.ts'
import { parseBundle } from '../../src/core/bundle/bundle.ts'
import { verifyDigest } from '../../src/core/bundle/ecdsa.ts'
import { assertSameCertificate, assertSameSignature } from '../../src/core/verifying/detached-files.ts'
import { damagedBytes, isAnswerOrOurs } from '../support/damaged.ts'
import { zipMembers } from '../support/zip-members.ts'

const forge = await newForge()
const bundle = parseBundle(JSON.stringify(await forge.bundle({ content: 'content' })))
const archive = zip(
  new Map([
    ['x.sig', Buffer.from('signature')],
    ['a/x.pem', Buffer.from('certificate')],
  ]),
)
const LIMIT = 1_000_000
const [timestamp = new Uint8Array()] = bundle.timestamps
const { publicKey } = readCertificate(bundle.certificate)

const readers: Readonly<Record<string, readonly [Uint8Array, (bytes: Buffer) => unknown]>> = {
  'a certificate': [bundle.certificate, readCertificate],
  'a timestamp': [timestamp, readTimestamp],
  'an archive': [archive, (bytes) => zipMembers(bytes, LIMIT)],
  'a signature': [bundle.signature, (bytes) => verifyDigest(publicKey, bundle.messageDigest, bytes)],
  'a .sig file': [
    Buffer.from(Buffer.from(bundle.signature).toString('base64')),
    (bytes) => assertSameSignature(bytes.toString(), bundle),
  ],
  'a .pem file': [
    Buffer.from(readCertificate(bundle.certificate).pem),
    (bytes) => assertSameCertificate(bytes.toString(), bundle),
  ],
}

it.each(Object.entries(readers))('%s, damaged or not, is read or refused', (_, [right, read]) => {
  expect(isAnswerOrOurs(() => read(Buffer.from(right)))).toBe(true)
  const bytes = fc.oneof(
    damagedBytes(right),
    fc.uint8Array({ maxLength: 200 }).map((any) => Buffer.from(any)),
  )
  fc.assert(
    fc.property(bytes, (damaged) => isAnswerOrOurs(() => read(damaged))),
    { numRuns: 1_000 },
  )
})

it('an archive never gives more than the limit', () => {
  fc.assert(
    fc.property(damagedBytes(archive), fc.nat(40), (damaged, limit) => {
      const members = [...(zipMembers(damaged, limit)?.values() ?? [])]
      return members.reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0) <= limit
    }),
    { numRuns: 1_000 },
  )
})
