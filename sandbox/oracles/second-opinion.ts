/*
 * Owns the second opinion on what was signed, by file or by digest: the Sigstore engine on the bundle, with the exact
 * identity; the curve library on the digest; OpenSSL, where there is one, on `.sig` and `.pem`. Shares no code with the product.
 */
import { spawnSync } from 'node:child_process'
import { createHash, X509Certificate, type KeyObject } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { bundleFromJSON, type Bundle } from '@sigstore/bundle'
import { HashAlgorithm, TrustedRoot } from '@sigstore/protobuf-specs'
import { Verifier, toSignedEntity, toTrustMaterial } from '@sigstore/verify'
import type { Sandbox } from '../sandbox.ts'

/** Opinion is by whom a bundle must be signed, and whom one trusts to say so. */
export interface Opinion {
  /** Path of the trusted root. */
  readonly trustedRoot: string
  readonly identity: string
  readonly issuer: string
}

/** Bytes of a file that is hashed once more here; of a larger one, the digest is what the run said. */
const LARGEST = 64 * 1024 * 1024
const CURVES = { 'P-256': p256, 'P-384': p384, 'P-521': p521 } as const
const ALGORITHMS: Readonly<Record<number, string>> = {
  [HashAlgorithm.SHA2_256]: 'sha256',
  [HashAlgorithm.SHA2_384]: 'sha384',
  [HashAlgorithm.SHA2_512]: 'sha512',
}

/** identityIn returns the identity that the sandbox's Fulcio certifies for its claims. */
export function identityIn(sandbox: Sandbox): string {
  return `${sandbox.serverUrl}/${String(sandbox.claims['job_workflow_ref'])}`
}

/** opinionOf returns what signatures of a sandbox's job must be of; the trusted root is the sandbox's unless another is given. */
export function opinionOf(sandbox: Sandbox, trustedRoot = sandbox.trustedRootPath): Opinion {
  return { trustedRoot, identity: identityIn(sandbox), issuer: String(sandbox.claims['iss'] ?? sandbox.urls.oidc) }
}

/**
 * verifyIndependently throws unless `output`.sig, .pem and .sigstore.json verify for the bytes of `file` (of a size that
 * fits into memory), as signed by the sandbox's workflow.
 */
export function verifyIndependently(file: string, sandbox: Sandbox, output = file): void {
  const opinion = opinionOf(sandbox)
  verifyBundle(`${output}.sigstore.json`, { file }, opinion)
  verifyDetached(`${output}.sig`, `${output}.pem`, file)
}

/** Subject is a signed file, or what is known of one that is not here. */
export interface Subject {
  readonly file?: string
  /** SHA-256 in hex. */
  readonly sha256?: string
}

/** verifyBundle throws unless the bundle (a path) verifies for the subject under the opinion. */
export function verifyBundle(bundlePath: string, subject: Subject, { trustedRoot, identity, issuer }: Opinion): void {
  const read = (name: string): unknown => JSON.parse(readFileSync(name, 'utf8'))
  const trusted = toTrustMaterial(TrustedRoot.fromJSON(read(trustedRoot)))
  const bundle = bundleFromJSON(read(bundlePath))
  const digest = digestOf(bundle, subject)
  const entity = toSignedEntity(bundle, Buffer.alloc(0))
  const { signature } = entity.signature
  const content = {
    signature,
    compareSignature: (other: Buffer) => signature.equals(other),
    compareDigest: (other: Buffer) => digest.equals(other),
    compareSignedDigest: (other: Buffer) => digest.equals(other),
    verifySignature: (key: KeyObject) => isSignedBy(key, digest, signature),
  }
  const exact = `^${identity.replace(/[^A-Za-z0-9/]/g, '\\$&')}$`
  const policy = { subjectAlternativeName: exact, extensions: { issuer } }
  new Verifier(trusted).verify({ ...entity, signature: content }, policy)
}

/** verifyDetached throws unless OpenSSL, where there is one, accepts `.sig` and `.pem` (paths) for the file. */
export function verifyDetached(signaturePath: string, certificatePath: string, file: string): void {
  const signature = Buffer.from(readFileSync(signaturePath, 'latin1'), 'base64')
  const { publicKey } = new X509Certificate(readFileSync(certificatePath))
  const digest = createHash('sha256').update(readFileSync(file)).digest()
  if (!isSignedBy(publicKey, digest, signature)) throw new Error(`${signaturePath} does not verify`)
  const directory = mkdtempSync(path.join(tmpdir(), 'keyless-sign-opinion-'))
  try {
    const [key, raw] = [path.join(directory, 'key.pem'), path.join(directory, 'signature.der')]
    writeFileSync(key, publicKey.export({ type: 'spki', format: 'pem' }))
    writeFileSync(raw, signature)
    const openssl = spawnSync('openssl', ['dgst', '-sha256', '-verify', key, '-signature', raw, file])
    if (openssl.error === undefined && openssl.status !== 0) throw new Error(`OpenSSL refuses ${signaturePath}`)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** isAtHand tells whether a file is there and small enough to be read once more. */
export function isAtHand(file: string): boolean {
  return existsSync(file) && statSync(file).isFile() && statSync(file).size <= LARGEST
}

function digestOf({ content }: Bundle, { file, sha256 }: Subject): Buffer {
  if (content.$case !== 'messageSignature') throw new Error('not a signature over a message')
  const algorithm = ALGORITHMS[content.messageSignature.messageDigest.algorithm] ?? 'unknown'
  if (file !== undefined) return createHash(algorithm).update(readFileSync(file)).digest()
  if (sha256 === undefined || algorithm !== 'sha256') throw new Error('nothing to compare the bundle with')
  return Buffer.from(sha256, 'hex')
}

/** ECDSA over a digest, which Node cannot verify: it hashes whatever it gets. */
function isSignedBy(key: KeyObject, digest: Buffer, signature: Buffer): boolean {
  const { crv = '', x = '', y = '' } = key.export({ format: 'jwk' })
  const curve = CURVES[crv as keyof typeof CURVES]
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return curve.verify(signature, digest, point, { prehash: false, format: 'der', lowS: false })
}
