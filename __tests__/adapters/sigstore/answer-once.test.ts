/* Shows that a certificate that answers once says what a fresh one says, and that verifying changes none of what it shares. */
import { X509Certificate } from '@sigstore/core'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { toTrustMaterial } from '@sigstore/verify'
import { expect, it } from '@jest/globals'
import { newForge } from '../../../sandbox/forge.ts'
import { answerOnce, oneLeaf } from '../../../src/adapters/sigstore/answer-once.ts'
import { parseBundle } from '../../../src/core/bundle/bundle.ts'
import { outcome, trust, verify } from '../../support/judge.ts'

const forge = await newForge()
const text = JSON.stringify(await forge.bundle({ content: 'content' }))
const der = Buffer.from(parseBundle(text).certificate)

/** The certificate of the authority that issues a forge's leaves, as the engine reads it. */
function authorityOf({ trustedRoot }: Awaited<ReturnType<typeof newForge>>): X509Certificate {
  const { certificateAuthorities } = toTrustMaterial(TrustedRoot.fromJSON(trustedRoot))
  const [issuer] = certificateAuthorities[0]?.certChain ?? []
  if (issuer === undefined) throw new TypeError('a trusted root without an authority')
  return issuer
}
const fresh = (): X509Certificate => X509Certificate.parse(Buffer.from(der))

it('gives the bytes of a fresh encoding, whole and in part, every time', () => {
  const once = answerOnce(fresh())
  for (let time = 0; time < 3; time++) {
    expect(once.root.toDER()).toEqual(der)
    expect(once.tbsCertificate.toDER()).toEqual(fresh().tbsCertificate.toDER())
  }
})

it('leaves what is compared and cloned as it was', () => {
  const once = answerOnce(fresh())
  expect([once.equals(fresh()), fresh().equals(once)]).toEqual([true, true])
  const clone = once.clone()
  clone.extensions.splice(0, clone.extensions.length)
  expect(once.extensions.length).toBe(fresh().extensions.length)
  expect(once.root.toDER()).toEqual(der)
})

it('judges a second bundle by the same trust root as the first', async () => {
  const trusted = trust(forge.trustedRoot)
  const other = JSON.stringify(await forge.bundle({ content: 'other' }))
  for (const [bundle, content] of [
    [text, 'content'],
    [other, 'other'],
    [text, 'content'],
  ] as const) {
    expect(outcome(() => verify(bundle, content, trusted))).toBe('verified')
    expect(outcome(() => verify(bundle, 'another', trusted))).toBe('E_DIGEST_MISMATCH')
  }
})

it('hands out no bytes that verifying changes', () => {
  const shared = answerOnce(fresh())
  const before = Buffer.from(shared.root.toDER())
  shared.verify(fresh())
  shared.equals(fresh())
  expect(shared.root.toDER()).toEqual(before)
})

it('remembers a signature by whose it is said to be: that of one is not that of another', async () => {
  const other = answerOnce(authorityOf(await newForge()))
  const issuer = answerOnce(authorityOf(forge))
  const leaf = answerOnce(fresh())
  for (let time = 0; time < 3; time++) {
    expect([leaf.verify(issuer), leaf.verify(other), leaf.verify(), issuer.verify(leaf)]).toEqual([
      true,
      false,
      false,
      false,
    ])
  }
})

it('asks for a signature once', () => {
  const issuer = authorityOf(forge)
  const leaf = answerOnce(fresh())
  expect(leaf.verify(issuer)).toBe(true)
  // A key that fits no more: who asks again would hear another answer.
  Object.defineProperty(issuer, 'publicKey', { value: leaf.publicKey })
  expect(leaf.verify(issuer)).toBe(true)
  expect(fresh().verify(issuer)).toBe(false)
})

it('gives one object for the same certificate, and another for another', async () => {
  const leafOf = oneLeaf()
  const first = leafOf(der)
  expect([leafOf(Buffer.from(der)), leafOf(der)]).toEqual([first, first])
  expect(leafOf(Buffer.from(der))).toBe(first)
  const other = Buffer.from(parseBundle(JSON.stringify(await forge.bundle({ content: 'other' }))).certificate)
  expect(leafOf(other).root.toDER()).toEqual(other)
  expect(leafOf(der)).not.toBe(leafOf(other))
})

it('goes by the bytes that it was given, whatever becomes of them', async () => {
  const leafOf = oneLeaf()
  const given = Buffer.from(der)
  leafOf(given)
  const other = parseBundle(JSON.stringify(await forge.bundle({ content: 'other' }))).certificate
  given.set(other.subarray(0, given.length))
  expect(leafOf(der).root.toDER()).toEqual(der)
})

it('encodes a clone that lacks an extension as a clone of a fresh one, time after time', () => {
  const once = answerOnce(fresh())
  for (let index = 0; index < once.extensions.length; index++) {
    const [ours, theirs] = [once.clone(), fresh().clone()]
    ours.extensions.splice(index, 1)
    theirs.extensions.splice(index, 1)
    expect(ours.tbsCertificate.toDER()).toEqual(theirs.tbsCertificate.toDER())
    expect(ours.tbsCertificate.toDER()).not.toEqual(once.tbsCertificate.toDER())
  }
  expect(once.root.toDER()).toEqual(der)
})

it('is not fooled by a certificate that takes turns with another', async () => {
  const trusted = trust(forge.trustedRoot)
  const damaged = JSON.stringify(await forge.bundle({ content: 'content', certificate: { timestamp: 'wrong' } }))
  const results = [text, damaged, text].map((bundle) => outcome(() => verify(bundle, 'content', trusted)))
  expect(results).toEqual(['verified', 'E_CERT_SCT', 'verified'])
})

it('names its extensions as a fresh one does, and reads a name only where it is asked for', () => {
  const plain = fresh()
  const broken = plain.extensions.at(-1)?.subs[0]
  if (broken === undefined) throw new TypeError('a leaf without extensions')
  broken.toOID = () => {
    throw new Error('no name')
  }
  const once = answerOnce(plain)
  for (let time = 0; time < 2; time++) {
    expect(once.extensions.slice(0, -1).map(({ subs }) => subs[0]?.toOID())).toEqual(
      fresh()
        .extensions.slice(0, -1)
        .map(({ subs }) => subs[0]?.toOID()),
    )
  }
  expect(() => once.extensions.at(-1)?.subs[0]?.toOID()).toThrow('no name')
})
