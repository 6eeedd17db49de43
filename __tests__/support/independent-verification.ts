/*
 * Owns the second opinion on what was signed: OpenSSL, where there is one, on `.sig` and `.pem`; the Sigstore engine on
 * the bundle, with the exact identity. Shares no code with the product.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { X509Certificate, verify } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundleFromJSON } from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { Verifier, toSignedEntity, toTrustMaterial } from '@sigstore/verify'
import type { Sandbox } from '../../sandbox/sandbox.ts'

/** identityIn returns the identity that the sandbox's Fulcio certifies for its claims. */
export function identityIn(sandbox: Sandbox): string {
  return `${sandbox.serverUrl}/${String(sandbox.claims['job_workflow_ref'])}`
}

/**
 * verifyIndependently throws unless `output`.sig, .pem and .sigstore.json verify for the bytes of `file` (of a size that
 * fits into memory), as signed by the sandbox's workflow.
 */
export function verifyIndependently(file: string, sandbox: Sandbox, output = file): void {
  const bytes = readFileSync(file)
  verifyBundle(bytes, `${output}.sigstore.json`, sandbox)
  const signature = Buffer.from(readFileSync(`${output}.sig`, 'latin1'), 'base64')
  const certificate = new X509Certificate(readFileSync(`${output}.pem`))
  if (!verify('sha256', bytes, certificate.publicKey, signature)) throw new Error(`${output}.sig does not verify`)
  verifyWithOpenssl(file, certificate, signature, sandbox.directory)
}

function verifyBundle(bytes: Buffer, bundle: string, sandbox: Sandbox): void {
  const read = (name: string): unknown => JSON.parse(readFileSync(name, 'utf8'))
  const trusted = toTrustMaterial(TrustedRoot.fromJSON(read(sandbox.trustedRootPath)))
  const entity = toSignedEntity(bundleFromJSON(read(bundle)), bytes)
  const issuer = String(sandbox.claims['iss'] ?? sandbox.urls.oidc)
  const exact = `^${identityIn(sandbox).replace(/[^A-Za-z0-9/]/g, '\\$&')}$`
  new Verifier(trusted).verify(entity, { subjectAlternativeName: exact, extensions: { issuer } })
}

function verifyWithOpenssl(file: string, certificate: X509Certificate, signature: Buffer, directory: string): void {
  if (spawnSync('openssl', ['version']).status !== 0) return
  const [key, raw] = [path.join(directory, 'key.pem'), path.join(directory, 'signature.der')]
  writeFileSync(key, certificate.publicKey.export({ type: 'spki', format: 'pem' }))
  writeFileSync(raw, signature)
  execFileSync('openssl', ['dgst', '-sha256', '-verify', key, '-signature', raw, file], { stdio: 'pipe' })
}
