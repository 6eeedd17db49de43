/* Shows that a certificate is judged once for the same times, and that nothing but the very same question gets that answer. */
import type { X509Certificate } from '@sigstore/core'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { type SignedEntity, type Signer, toTrustMaterial, Verifier } from '@sigstore/verify'
import { beforeEach, expect, it } from '@jest/globals'
import { newForge } from '../../../sandbox/forge.ts'
import { oneLeaf, signerOnce } from '../../../src/adapters/sigstore/answer-once.ts'
import { parseBundle } from '../../../src/core/bundle/bundle.ts'

const HOUR = 3_600_000
const forge = await newForge()

/** A leaf that counts how often its SCTs were looked at: each look takes a clone. */
interface CountedLeaf {
  readonly certificate: X509Certificate
  readonly looks: () => number
}

async function newLeaf(from = forge): Promise<CountedLeaf> {
  const der = parseBundle(JSON.stringify(await from.bundle())).certificate
  const certificate = oneLeaf()(der)
  const clone = certificate.clone.bind(certificate)
  let looks = 0
  certificate.clone = () => {
    looks++
    return clone()
  }
  return { certificate, looks: () => looks }
}

const newVerifier = (): Verifier => new Verifier(toTrustMaterial(TrustedRoot.fromJSON(forge.trustedRoot)))

function judge(verifier: Verifier, certificate: X509Certificate, ...times: readonly number[]): Signer {
  const entity: Pick<SignedEntity, 'key'> = { key: { $case: 'certificate', certificate } }
  const dates = times.map((time) => new Date(time))
  const { verifySigningKey } = verifier as unknown as {
    readonly verifySigningKey: (this: Verifier, entity: object, times: readonly Date[]) => Signer
  }
  return verifySigningKey.call(verifier, entity, dates)
}

let leaf: CountedLeaf
let now: number
beforeEach(async () => {
  leaf = await newLeaf()
  now = leaf.certificate.notBefore.getTime() + 1000
})

it('judges a certificate at the same times once, and says what the engine says', () => {
  const verifier = signerOnce(newVerifier())
  const signers = [1, 2, 3].map(() => judge(verifier, leaf.certificate, now, now + 1000))
  expect(leaf.looks()).toBe(1)
  const fresh = judge(newVerifier(), leaf.certificate, now, now + 1000)
  for (const { key, identity } of signers) {
    expect(key.equals(fresh.key)).toBe(true)
    expect(identity).toEqual(fresh.identity)
  }
})

it('judges it again where one of the times is another', () => {
  const verifier = signerOnce(newVerifier())
  judge(verifier, leaf.certificate, now, now)
  judge(verifier, leaf.certificate, now, now + 1000)
  judge(verifier, leaf.certificate, now)
  expect(leaf.looks()).toBe(3)
})

it('refuses a time outside its life whatever it has said before, and goes on to accept the others', () => {
  const verifier = signerOnce(newVerifier())
  judge(verifier, leaf.certificate, now)
  for (const late of [now + HOUR, now + HOUR, now - HOUR]) {
    expect(() => judge(verifier, leaf.certificate, late)).toThrow('Failed to verify certificate chain')
    expect(() => judge(verifier, leaf.certificate, now, late)).toThrow('Failed to verify certificate chain')
  }
  expect(judge(verifier, leaf.certificate, now).identity).toBeDefined()
})

it('judges another certificate by itself, though the times are the same', async () => {
  const verifier = signerOnce(newVerifier())
  const stranger = await newLeaf(await newForge())
  const other = await newLeaf()
  judge(verifier, leaf.certificate, now)
  expect(() => judge(verifier, stranger.certificate, now)).toThrow('Failed to verify certificate chain')
  judge(verifier, other.certificate, now)
  expect(other.looks()).toBe(1)
  judge(verifier, leaf.certificate, now)
  expect(leaf.looks()).toBe(2)
})

it('keeps no more than a few answers', () => {
  const verifier = signerOnce(newVerifier())
  for (let index = 0; index < 17; index++) judge(verifier, leaf.certificate, now + index)
  judge(verifier, leaf.certificate, now)
  expect(leaf.looks()).toBe(18)
})

it('leaves a verifier alone that has no such judgement', () => {
  const verifier = newVerifier()
  Object.defineProperty(verifier, 'verifySigningKey', { value: undefined })
  expect(signerOnce(verifier)).toBe(verifier)
  expect(Reflect.get(verifier, 'verifySigningKey')).toBeUndefined()
})
