/*
 * Owns what a verifier is handed: a signed file, its signature files, whom to expect, whom to trust. Verifies nothing.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../lab.ts'
import type { RekorVersion } from '../servers/trust-material.ts'

/** Material is one question to a verifier; every path is absolute. A negative check changes a part of it. */
export interface Material {
  readonly lab: Lab
  readonly rekorVersion: RekorVersion
  readonly file: string
  readonly bundle: string
  readonly signature: string
  readonly certificate: string
  /** SHA-256 of the file, hex. */
  readonly digest: string
  readonly identity: string
  readonly issuer: string
  readonly trustedRoot: string
  readonly trustConfig: string
  /** The chain that cosign trusts where it takes no trusted root: with `.sig` and `.pem`. */
  readonly fulcioChain: string
  /** Further flags of cosign. */
  readonly narrowed: readonly string[]
}

/** materialOf returns the material of a signed file, with its signature files beside it, as it must be accepted. */
export async function materialOf(lab: Lab, rekorVersion: RekorVersion, file: string): Promise<Material> {
  return materialWith(lab, rekorVersion, file, await digestOf(file))
}

/** materialWith returns the same where the digest is known, or no question needs it. */
export function materialWith(lab: Lab, rekorVersion: RekorVersion, file: string, digest: string): Material {
  return {
    lab,
    rekorVersion,
    file,
    bundle: `${file}.sigstore.json`,
    signature: `${file}.sig`,
    certificate: `${file}.pem`,
    digest,
    identity: lab.identity(),
    issuer: lab.issuer.url,
    trustedRoot: lab.trust.trustedRoot,
    trustConfig: lab.trust.trustConfig[rekorVersion],
    fulcioChain: path.join(lab.places.pki, 'fulcio-chain.pem'),
    narrowed: [],
  }
}

/** digestOf returns the SHA-256 of a small file as hex. */
export async function digestOf(file: string): Promise<string> {
  return createHash('sha256').update(await readFile(file)).digest('hex') // prettier-ignore
}
