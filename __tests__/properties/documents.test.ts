/* Whatever stands in a JSON document of others, its reader answers or ends with an error of ours: never with another one. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { newForge } from '../../sandbox/forge.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { signingConfig } from '../../sandbox/trust.ts'
import { parseBundle } from '../../src/core/bundle/bundle.ts'
import { readTrustedRoot } from '../../src/core/bundle/trusted-root.ts'
import { decodeClaims } from '../../src/core/identity/claims.ts'
import { chooseServices } from '../../src/core/services/signing-config.ts'
import { ActionError } from '../../src/core/shared/errors.ts'
import { damagedJson, isAnswerOrOurs } from '../support/damaged.ts'
import { outcome, trust, verify } from '../support/judge.ts'
import { branded } from '../support/signing.ts'

const forge = await newForge()
const bundle: unknown = await forge.bundle({ content: 'content' })
const trusted = trust(forge.trustedRoot)
const now = Date.now()
const sandbox = await startSandbox()
const { urls, claims } = sandbox
await sandbox.close()

const tokenOf = (payload: unknown) =>
  branded<never>(`e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`)

const readers: Readonly<Record<string, readonly [unknown, (document: unknown) => unknown]>> = {
  'a bundle': [bundle, (document) => parseBundle(JSON.stringify(document))],
  'a trusted root': [forge.trustedRoot, readTrustedRoot],
  'a signing config': [
    signingConfig(urls, 1),
    (document) => chooseServices(document, { rekorVersion: undefined, now }),
  ],
  "a token's payload": [claims, (document) => decodeClaims(tokenOf(document))],
}

describe('damaged anywhere', () => {
  it.each(Object.entries(readers))('%s is read or refused', (_, [document, read]) => {
    expect(isAnswerOrOurs(() => read(document))).toBe(true)
    fc.assert(
      fc.property(damagedJson(document), (damaged) => isAnswerOrOurs(() => read(damaged))),
      { numRuns: 1_000 },
    )
  })

  it('a bundle is verified only when it says what it said', () => {
    expect(outcome(() => verify(JSON.stringify(bundle), 'content', trusted))).toBe('verified')
    fc.assert(
      fc.property(damagedJson(bundle), (damaged) => {
        const text = JSON.stringify(damaged)
        if (outcome(() => verify(text, 'content', trusted)) !== 'verified') return true
        // What may differ is what nobody reads: everything that was believed is in the normal form.
        return same(parseBundle(text).json, parseBundle(JSON.stringify(bundle)).json)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a text that is no document', () => {
  it('is refused as a bundle', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseBundle(text)
          return false
        } catch (error) {
          return error instanceof ActionError && error.code === 'E_BUNDLE_MALFORMED'
        }
      }),
    )
  })

  it('is refused as a token, and stands in no message', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (text) => {
        try {
          decodeClaims(branded(text))
          return false
        } catch (error) {
          return error instanceof ActionError && error.code === 'E_OIDC_RESPONSE' && !error.message.includes(text)
        }
      }),
    )
  })
})

/** Compares what counts: an index, a time or a promise left out says less, and was not needed to believe the rest. */
function same(one: unknown, other: unknown): boolean {
  const parts = (json: unknown): string => JSON.stringify((json as { messageSignature: unknown }).messageSignature)
  const leaf = (json: unknown): unknown =>
    (json as { verificationMaterial: { certificate: { rawBytes: string } } }).verificationMaterial.certificate.rawBytes
  return parts(one) === parts(other) && leaf(one) === leaf(other)
}
