/* What is read of a certificate's names: every one, by its kind; a certificate that readers would read differently is none. */
import { describe, expect, it } from '@jest/globals'
import { generalName, subjectNames, type Extension } from '../../../sandbox/certificate.ts'
import { octets, oid, sequence, tlv } from '../../../sandbox/der.ts'
import { newForge } from '../../../sandbox/forge.ts'
import { readCertificate } from '../../../src/adapters/sigstore/certificate.ts'
import type { Certificate } from '../../../src/core/types.ts'

const forge = await newForge()
const { dns, email, ip, uri, username } = generalName
const SUBJECT_ALT_NAME = '2.5.29.17'

async function read(...extensions: readonly Extension[]): Promise<Certificate> {
  const bundle = await forge.bundle({ certificate: { subjectNames: extensions } })
  const { certificate } = bundle['verificationMaterial'] as { certificate: { rawBytes: string } }
  return readCertificate(Buffer.from(certificate.rawBytes, 'base64'))
}

it('gives one object for the same bytes, and another for others', async () => {
  const first = await read(subjectNames(uri('https://a.example/')))
  expect(readCertificate(Buffer.from(first.der))).toBe(first)
  const second = await read(subjectNames(uri('https://b.example/')))
  expect(second.subjectNames).toEqual([{ kind: 'uniformResourceIdentifier', identity: 'https://b.example/' }])
  expect(readCertificate(Buffer.from(first.der))).toEqual(first)
})

describe('the names in a certificate', () => {
  it('are read all, in their order, with their kind', async () => {
    const directory = tlv(0xa4, sequence())
    const all = [uri('https://a.example/'), email('a@b.example'), username('u'), dns('c.example'), ip(192, 0, 2, 1)]
    const { subjectNames: found } = await read(
      subjectNames(...all, directory, tlv(0xa3), tlv(0xa5), tlv(0x88, Buffer.of(0x2a)), octets(Buffer.of(1))),
    )
    expect(found).toEqual([
      { kind: 'uniformResourceIdentifier', identity: 'https://a.example/' },
      { kind: 'rfc822Name', identity: 'a@b.example' },
      { kind: 'otherName' },
      { kind: 'dNSName' },
      { kind: 'iPAddress' },
      { kind: 'directoryName' },
      { kind: 'x400Address' },
      { kind: 'ediPartyName' },
      { kind: 'registeredID' },
      { kind: 'unknown' },
    ])
  })

  it('are none where there is no such extension, or an empty one', async () => {
    expect((await read()).subjectNames).toEqual([])
    expect((await read(subjectNames())).subjectNames).toEqual([])
  })

  it.each<[string, readonly Extension[]]>([
    ['two extensions of names', [subjectNames(uri('https://a.example/')), subjectNames(dns('evil.example'))]],
    ['another extension twice', [subjectNames(uri('https://a.example/')), unknown(), unknown()]],
    ['names that cannot be decoded', [{ oid: SUBJECT_ALT_NAME, value: sequence(Buffer.of(0x9f, 0x81, 0x01, 0)) }]],
    ['two lists of names', [{ oid: SUBJECT_ALT_NAME, value: Buffer.concat([sequence(uri('x:a')), sequence()]) }]],
    ['an empty value for names', [{ oid: SUBJECT_ALT_NAME, value: Buffer.alloc(0) }]],
  ])('make it no certificate: %s', async (_, extensions) => {
    await expect(read(...extensions)).rejects.toMatchObject({ code: 'E_BUNDLE_MALFORMED' })
  })
})

function unknown(): Extension {
  return { oid: '2.999.1', value: oid('1.2.3') }
}
