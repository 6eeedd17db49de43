/*
 * Owns a trusted root and a signing config as small as they get, and an engine whose clients send nothing.
 */
import type { BundleVerifier, SigningEngine } from '../../src/core/types.ts'

const validFor = { start: '2020-01-01T00:00:00Z' }

/** trustedRoot trusts one authority, by name only. */
export const trustedRoot = {
  mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  certificateAuthorities: [{ validFor, certChain: { certificates: [{ rawBytes: 'AAAA' }] } }],
}

/** A service a name, at `https://NAME`, each of an operator of its own. */
function offers(...names: readonly string[]): unknown {
  return names.map((name) => ({ url: `https://${name}`, majorApiVersion: 1, validFor, operator: name }))
}

/** signingConfig offers a Fulcio, two logs and a timestamp authority. */
export const signingConfig = {
  mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
  caUrls: offers('fulcio'),
  rekorTlogUrls: offers('rekor', 'other'),
  rekorTlogConfig: { selector: 'ALL' },
  tsaUrls: offers('tsa'),
  tsaConfig: { selector: 'ANY' },
}

/** verifier finds every bundle good. */
export const verifier: BundleVerifier = {
  claimedTimes: () => ({ timestamps: [], logs: [] }),
  check: () => undefined,
}

const unused = (): Promise<never> => Promise.reject(new Error('nothing is sent'))

/** engine is an engine whose clients send nothing. */
export const engine: SigningEngine = {
  readCertificate: () => {
    throw new Error('no certificate is read')
  },
  bundleVerifier: () => verifier,
  fulcio: ({ url }) => ({ url, issue: unused, reach: unused }),
  transparencyLog: ({ url, majorApiVersion }) => ({ url, majorApiVersion, record: unused, reach: unused }),
  timestampAuthority: ({ url }) => ({ url, timestamp: unused, reach: unused }),
}
