/*
 * Owns what must be refused, and by whom it is not: every case is put to all verifiers that look at the changed part,
 * and whoever accepts it all the same is named with the reason. Found by running them; a new version that differs fails.
 */
import path from 'node:path'
import {
  createTrustConfig,
  createTrustedRoot,
  type RekorVersion,
  type TrustedRootParts,
} from '../servers/trust-material.ts'
import type { Material } from './material.ts'
import { type BundlePlace, flipBundle, flipCertificate, flipCheckpoint, flipFile, flipSignature } from './tamper.ts'
import * as accepted from './exceptions.ts'
import type { Verifier } from './verifiers.ts'

/** Negative is one wrong thing. */
export interface Negative {
  readonly what: string
  /** Whether this verifier looks at the changed part at all. */
  readonly concerns: (verifier: Verifier) => boolean
  readonly only?: RekorVersion
  readonly change: (material: Material) => Material | Promise<Material>
  readonly exceptions?: readonly accepted.Exception[]
}

const everybody = (): boolean => true
const readsBundle = ({ reads }: Verifier): boolean => reads === 'bundle'
const readsPair = ({ reads }: Verifier): boolean => reads === 'pair'
const takesTrustedRoot = ({ reads, name }: Verifier): boolean =>
  reads === 'bundle' || name.startsWith('sigstore-python')

const entry: BundlePlace = ['verificationMaterial', 'tlogEntries', 0]

/** negatives are all of them. */
export const negatives: readonly Negative[] = [
  { what: 'one byte of the file flipped', concerns: everybody, change: flipFile },
  { what: 'one byte of .sig flipped', concerns: readsPair, change: flipSignature },
  { what: 'one byte of the key in .pem flipped', concerns: readsPair, change: (m) => flipCertificate(m, 'public key') },
  {
    what: 'one byte of the signature in .pem flipped',
    concerns: readsPair,
    change: (material) => flipCertificate(material, 'authority signature'),
    exceptions: [accepted.byOpenssl],
  },
  bundleByte('signature', ['messageSignature', 'signature']),
  {
    ...bundleByte('digest', ['messageSignature', 'messageDigest', 'digest']),
    exceptions: [accepted.byWhoHashesItself],
  },
  bundleByte('certificate', ['verificationMaterial', 'certificate', 'rawBytes']),
  bundleByte('log entry', [...entry, 'canonicalizedBody']),
  { ...bundleByte('SET', [...entry, 'inclusionPromise', 'signedEntryTimestamp']), only: 1 },
  {
    ...bundleByte('proof’s root hash', [...entry, 'inclusionProof', 'rootHash']),
    exceptions: [accepted.byWhoComputesTheRoot],
  },
  bundleByte('proof’s first hash', [...entry, 'inclusionProof', 'hashes', 0]),
  { what: 'one byte of the bundle’s checkpoint flipped', concerns: readsBundle, change: flipCheckpoint },
  {
    ...bundleByte('timestamp', [
      ...['verificationMaterial', 'timestampVerificationData', 'rfc3161Timestamps', 0, 'signedTimestamp'],
    ]),
    exceptions: [accepted.byWhoHasTheSet],
  },
  {
    what: 'another identity',
    concerns: everybody,
    change: (material) => ({ ...material, identity: `${material.identity}x` }),
    exceptions: [accepted.byOpenssl],
  },
  {
    what: 'another issuer',
    concerns: everybody,
    change: (material) => ({ ...material, issuer: material.lab.emailIssuer.url }),
    exceptions: [accepted.byOpenssl],
  },
  {
    what: 'a trusted root without the timestamp authority',
    ...poorer({ timestampAuthority: false }),
    exceptions: [accepted.byWhoAsksForNoTimestamp],
  },
  { what: 'a trusted root without Rekor', ...poorer({ rekor: false }), exceptions: [accepted.byWhoAsksForNoLog] },
  { what: 'a trusted root with another Fulcio', ...poorer({ fulcio: 'other' }) },
  {
    what: 'another Fulcio root for .sig and .pem',
    concerns: ({ name, reads }) => reads === 'pair' && name.startsWith('cosign'),
    change: (material) => ({ ...material, fulcioChain: path.join(material.lab.places.pki, 'other-chain.pem') }),
  },
]

function bundleByte(part: string, place: BundlePlace): Negative {
  const change = (material: Material) => flipBundle(material, place)
  return { what: `one byte of the bundle’s ${part} flipped`, concerns: readsBundle, change }
}

function poorer(parts: TrustedRootParts): Pick<Negative, 'concerns' | 'change'> {
  const change = async (material: Material): Promise<Material> => {
    const { lab, rekorVersion } = material
    const name = path.join(lab.places.run, `poorer-${Object.entries(parts).flat().join('-')}-v${rekorVersion}`)
    const trustedRoot = `${name}.json`
    await createTrustedRoot(lab.places, trustedRoot, parts)
    const signingConfig = lab.trust.signingConfig[rekorVersion]
    return {
      ...material,
      trustedRoot,
      trustConfig: await createTrustConfig(trustedRoot, signingConfig, `${name}.pair.json`),
    }
  }
  return { concerns: takesTrustedRoot, change }
}
