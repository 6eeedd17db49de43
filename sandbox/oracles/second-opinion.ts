/*
 * Owns the second opinion on what was signed, by file of any size or by digest: the Sigstore engine on the bundle, with the
 * exact identity; the curve library on the digest; OpenSSL, where there is one, on `.sig` and `.pem`. Shares no code with the
 * product.
 */
import { createHash, X509Certificate, type KeyObject } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { bundleFromJSON, type Bundle } from '@sigstore/bundle'
import { HashAlgorithm, TrustedRoot } from '@sigstore/protobuf-specs'
import { Verifier, toSignedEntity, toTrustMaterial } from '@sigstore/verify'
import { checkWithOpenssl } from '../openssl.ts'
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

/** verifyIndependently is verifySigned of what the sandbox's workflow must have signed. */
export function verifyIndependently(file: string, sandbox: Sandbox, output = file): void {
  verifySigned(file, opinionOf(sandbox), output)
}

/**
 * verifySigned throws unless `output`.sig, .pem and .sigstore.json hold one signature and one key, and verify for the bytes of
 * `file` under the opinion; returns what OpenSSL says of the first two, where there is one.
 */
export function verifySigned(file: string, opinion: Opinion, output = file): string | undefined {
  const [signature, certificate, bundle] = [`${output}.sig`, `${output}.pem`, `${output}.sigstore.json`]
  assertSame(bundle, signature, certificate)
  verifyBundle(bundle, { file }, opinion)
  return verifyDetached(signature, certificate, file)
}

/** Subject is a signed file, or what is known of one that is not here. */
export interface Subject {
  readonly file?: string
  /** SHA-256 in hex. */
  readonly sha256?: string
}

/** verifyBundle throws unless the bundle (a path) verifies for the subject under the opinion, its identity taken to the letter. */
export function verifyBundle(bundlePath: string, subject: Subject, { trustedRoot, identity, issuer }: Opinion): void {
  const trusted = toTrustMaterial(TrustedRoot.fromJSON(readJson(trustedRoot)))
  const bundle = bundleFromJSON(readJson(bundlePath))
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
  const signer = new Verifier(trusted).verify({ ...entity, signature: content }).identity
  if (signer?.subjectAlternativeName !== identity || signer.extensions?.issuer !== issuer) {
    throw new Error(`signed by ${String(signer?.subjectAlternativeName)} (${String(signer?.extensions?.issuer)})`)
  }
}

/** verifyDetached throws unless `.sig` and `.pem` (paths) verify for the file, also for OpenSSL; returns what that says. */
export function verifyDetached(signaturePath: string, certificatePath: string, file: string): string | undefined {
  const { publicKey } = new X509Certificate(readFileSync(certificatePath))
  if (!isSignedBy(publicKey, hashOf('sha256', file), readSignature(signaturePath))) {
    throw new Error(`the signature in ${signaturePath} does not verify`)
  }
  return checkWithOpenssl(file, signaturePath, certificatePath)
}

/** isAtHand tells whether a file is there and small enough to be read once more. */
export function isAtHand(file: string): boolean {
  return existsSync(file) && statSync(file).isFile() && statSync(file).size <= LARGEST
}

function digestOf({ content }: Bundle, { file, sha256 }: Subject): Buffer {
  if (content.$case !== 'messageSignature') throw new Error('not a signature over a message')
  const algorithm = ALGORITHMS[content.messageSignature.messageDigest.algorithm] ?? 'unknown'
  if (file !== undefined) return hashOf(algorithm, file)
  if (sha256 === undefined || algorithm !== 'sha256') throw new Error('nothing to compare the bundle with')
  return Buffer.from(sha256, 'hex')
}

/** The engine judges the bundle alone: what lies beside it may be of another signing. */
function assertSame(bundlePath: string, signaturePath: string, certificatePath: string): void {
  const { signature, key } = toSignedEntity(bundleFromJSON(readJson(bundlePath)), Buffer.alloc(0))
  if (!signature.signature.equals(readSignature(signaturePath))) {
    throw new Error(`${signaturePath} is not the signature in the bundle`)
  }
  const { publicKey } = new X509Certificate(readFileSync(certificatePath))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  if (key.$case === 'certificate' && key.certificate.publicKey.equals(spki)) return
  throw new Error(`${certificatePath} does not hold the key of the signature in the bundle`)
}

function readSignature(file: string): Buffer {
  return Buffer.from(readFileSync(file, 'latin1'), 'base64')
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function hashOf(algorithm: string, file: string): Buffer {
  const hash = createHash(algorithm)
  const buffer = Buffer.alloc(1024 * 1024)
  const descriptor = openSync(file, 'r')
  try {
    for (let read = -1; read !== 0;) {
      read = readSync(descriptor, buffer)
      hash.update(buffer.subarray(0, read))
    }
  } finally {
    closeSync(descriptor)
  }
  return hash.digest()
}

/** ECDSA over a digest, which Node cannot verify: it hashes whatever it gets. */
function isSignedBy(key: KeyObject, digest: Buffer, signature: Buffer): boolean {
  const { crv = '', x = '', y = '' } = key.export({ format: 'jwk' })
  const curve = CURVES[crv as keyof typeof CURVES]
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return curve.verify(signature, digest, point, { prehash: false, format: 'der', lowS: false })
}
