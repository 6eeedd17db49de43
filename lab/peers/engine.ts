/*
 * Owns the use of the product's own verification for the lab: the same parts that the actions are wired of, with the
 * lab's trusted root.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { bundleVerifier } from '../../src/adapters/sigstore/bundle-verifier.ts'
import { readCertificate } from '../../src/adapters/sigstore/certificate.ts'
import { parseBundle } from '../../src/core/bundle/bundle.ts'
import { readTrustedRoot } from '../../src/core/bundle/trusted-root.ts'
import type { Issuer, VerifiedBundle } from '../../src/core/types.ts'
import { verifyBundle } from '../../src/core/bundle/verify-bundle.ts'
import type { PeerBundle } from './bundles.ts'

/** verifyPeer returns what our engine finds in a peer's bundle; throws ActionError when it refuses it. */
export async function verifyPeer(trustedRootFile: string, peer: PeerBundle): Promise<VerifiedBundle> {
  const json: unknown = JSON.parse(await readFile(trustedRootFile, 'utf8'))
  const trustedRoot = readTrustedRoot(json)
  const bundle = parseBundle(await readFile(peer.bundle, 'utf8'))
  const { algorithm } = bundle.messageDigest
  const hex = createHash(algorithm)
    .update(await readFile(peer.file))
    .digest('hex')
  const repository = peer.sourceRepository
  return verifyBundle(
    bundle,
    { algorithm, hex },
    { trustedRoot, verifier: bundleVerifier(trustedRoot), readCertificate },
    {
      identity: peer.identity,
      issuer: peer.issuer as Issuer,
      sourceRepository: repository === undefined ? undefined : `https://github.com/${repository}`,
      extensions: [],
    },
  )
}
