/*
 * Owns the second opinion on the demonstration's result: OpenSSL on `.sig` and `.pem`, and the Sigstore engine on the
 * bundle, streaming, with Node's own verification. Shares no code with the product.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, createVerify, X509Certificate } from 'node:crypto'
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bundleFromJSON } from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify'

/** hashWithOpenssl returns the milliseconds of `openssl dgst -sha256`, undefined where there is no openssl. */
export function hashWithOpenssl(file: string): number | undefined {
  if (spawnSync('openssl', ['version']).status !== 0) return undefined
  const start = performance.now()
  execFileSync('openssl', ['dgst', '-sha256', file])
  return performance.now() - start
}

/** checkWithOpenssl returns a line that says what openssl verified; undefined where there is none; throws when it refuses. */
export function checkWithOpenssl(file: string): string | undefined {
  if (spawnSync('openssl', ['version']).status !== 0) return undefined
  const directory = mkdtempSync(path.join(tmpdir(), 'keyless-sign-openssl-'))
  try {
    const [key, signature] = [path.join(directory, 'key.pem'), path.join(directory, 'signature.der')]
    writeFileSync(key, execFileSync('openssl', ['x509', '-in', `${file}.pem`, '-pubkey', '-noout']))
    writeFileSync(signature, Buffer.from(readFileSync(`${file}.sig`, 'latin1'), 'base64'))
    const said = execFileSync('openssl', ['dgst', '-sha256', '-verify', key, '-signature', signature, file])
    return `openssl: ${said.toString().trim()} (the signature under the certificate's key; openssl knows no identity)`
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Expected is who must have signed. */
export interface Expected {
  readonly identity: string
  readonly issuer: string
}

/** checkWithEngine returns a line that says what the engine verified; throws when it refuses. */
export async function checkWithEngine(file: string, trustedRoot: string, expected: Expected): Promise<string> {
  const bundle = bundleFromJSON(readJson(`${file}.sigstore.json`))
  const entity = toSignedEntity(bundle)
  const { publicKey } = new X509Certificate(readFileSync(`${file}.pem`))
  const hash = createHash('sha256')
  const verify = createVerify('sha256')
  for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    hash.update(piece)
    verify.update(piece)
  }
  const digest = hash.digest()
  const isSigned = verify.verify(publicKey, entity.signature.signature)
  const signer = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(readJson(trustedRoot)))).verify({
    ...entity,
    signature: {
      signature: entity.signature.signature,
      compareSignature: (other) => entity.signature.compareSignature(other),
      compareDigest: (other) => digest.equals(other),
      compareSignedDigest: (other) => digest.equals(other),
      verifySignature: (key) => isSigned && key.equals(publicKey),
    },
  })
  const { subjectAlternativeName: identity, extensions } = signer.identity ?? {}
  if (identity !== expected.identity || extensions?.issuer !== expected.issuer) {
    throw new Error(`signed by ${String(identity)} (${String(extensions?.issuer)})`)
  }
  return `engine: the bundle verifies, signed by ${identity}`
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
