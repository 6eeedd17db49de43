/*
 * Owns the judgement of one bundle in tests, as the actions make it: parsed, checked, and by whom. Must not mend anything.
 */
import { createHash } from 'node:crypto'
import { IDENTITY, ISSUER } from '../../sandbox/forge.ts'
import { bundleVerifier } from '../../src/adapters/sigstore/bundle-verifier.ts'
import { readCertificate } from '../../src/adapters/sigstore/certificate.ts'
import { parseBundle } from '../../src/core/bundle/bundle.ts'
import type { Policy } from '../../src/core/bundle/policy.ts'
import { readTrustedRoot } from '../../src/core/bundle/trusted-root.ts'
import { verifyBundle } from '../../src/core/bundle/verify-bundle.ts'
import { ActionError, type ErrorCode } from '../../src/core/shared/errors.ts'
import type { DigestAlgorithm, Issuer, Trusted, VerifiedBundle } from '../../src/core/types.ts'

/** POLICY accepts what a forge makes unless it is told otherwise. */
const POLICY: Policy = {
  identity: IDENTITY,
  issuer: ISSUER as Issuer,
  sourceRepository: 'https://github.com/octo-org/example-iso',
  extensions: [],
}

/** trust prepares a parsed trusted root for judging; throws E_TRUSTED_ROOT. */
export function trust(json: unknown): Trusted {
  const trustedRoot = readTrustedRoot(json)
  return { trustedRoot, verifier: bundleVerifier(trustedRoot), readCertificate }
}

/** verify returns what is true of a bundle's text for a content; throws as the product does. */
export function verify(
  text: string,
  content: string | Uint8Array,
  trusted: Trusted,
  algorithm: DigestAlgorithm = 'sha256',
  policy = POLICY,
): VerifiedBundle {
  const digest = { algorithm, hex: createHash(algorithm).update(content).digest('hex') }
  return verifyBundle(parseBundle(text), digest, trusted, policy)
}

/** outcome returns the code of the refusal that `work` ends with, or `verified`; anything but an ActionError is thrown on. */
export function outcome(work: () => VerifiedBundle): ErrorCode | 'verified' {
  return refusal(work)?.code ?? 'verified'
}

/** refusal returns the ActionError that `work` ends with, or undefined; anything else is thrown on. */
export function refusal(work: () => VerifiedBundle): ActionError | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof ActionError) return error
    throw error
  }
}
