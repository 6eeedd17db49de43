/*
 * Owns the two standard files that tell a client whom to ask and whom to trust: trusted_root.json and
 * signing_config.json (sigstore_trustroot.proto, as protobuf JSON). Must not start anything.
 */
import { createHash } from 'node:crypto'

/** TrustedParties are the addresses and public parts of everything that a client trusts. Keys and certificates: DER. */
export interface TrustedParties {
  readonly urls: Readonly<Record<'fulcio' | 'oidc' | 'rekor' | 'rekor2' | 'tsa', string>>
  readonly fulcioChain: readonly Buffer[]
  readonly ctLogKey: Buffer
  readonly rekorKey: Buffer
  readonly rekor2Key: Buffer
  readonly tsaChain: readonly Buffer[]
}

const validFor = { start: '2020-01-01T00:00:00Z' }

/** trustedRoot returns the trusted root, to be written as JSON. */
export function trustedRoot(parties: TrustedParties): Record<string, unknown> {
  const { urls } = parties
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log(urls.rekor, parties.rekorKey), log(urls.rekor2, parties.rekor2Key)],
    certificateAuthorities: [authority(urls.fulcio, parties.fulcioChain)],
    ctlogs: [log(`${urls.fulcio}/ct`, parties.ctLogKey)],
    timestampAuthorities: [authority(urls.tsa, parties.tsaChain)],
  }
}

/** signingConfig returns the signing configuration with one version of Rekor, to be written as JSON. */
export function signingConfig(urls: TrustedParties['urls'], rekorVersion: 1 | 2): Record<string, unknown> {
  const service = (url: string, majorApiVersion = 1) => ({ url, majorApiVersion, validFor, operator: 'sandbox' })
  return {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: [service(urls.fulcio)],
    oidcUrls: [service(urls.oidc)],
    rekorTlogUrls: [service(rekorVersion === 1 ? urls.rekor : urls.rekor2, rekorVersion)],
    rekorTlogConfig: { selector: 'ANY' },
    tsaUrls: [service(`${urls.tsa}/api/v1/timestamp`)],
    tsaConfig: { selector: 'ANY' },
  }
}

function log(baseUrl: string, publicKey: Buffer): Record<string, unknown> {
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: publicKey.toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: createHash('sha256').update(publicKey).digest('base64') },
  }
}

function authority(uri: string, chain: readonly Buffer[]): Record<string, unknown> {
  return {
    subject: { organization: 'keyless-sign sandbox', commonName: 'sandbox' },
    uri,
    certChain: { certificates: chain.map((certificate) => ({ rawBytes: certificate.toString('base64') })) },
    validFor,
  }
}
