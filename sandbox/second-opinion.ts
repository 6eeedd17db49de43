/*
 * Owns the second opinion on what was signed, for demonstration and tests: the Sigstore engine on the bundle, with Node's own
 * verification of a file of any size. Shares no code with the product.
 */
import { createHash, createVerify, X509Certificate } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { bundleFromJSON } from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify'

/** Expected is who must have signed; both are taken to the letter. */
export interface Expected {
  readonly identity: string
  readonly issuer: string
}

/**
 * checkWithEngine throws unless `output`.sigstore.json verifies for the bytes of `file` under the trusted root in a file, as
 * signed by the expected one, and `output`.sig and .pem hold the same signature and key.
 */
export function checkWithEngine(file: string, trustedRoot: string, expected: Expected, output = file): void {
  const { signature, ...entity } = toSignedEntity(bundleFromJSON(readJson(`${output}.sigstore.json`)))
  const { publicKey } = new X509Certificate(readFileSync(`${output}.pem`))
  const hash = createHash('sha256')
  const verify = createVerify('sha256')
  for (const piece of pieces(file)) {
    hash.update(piece)
    verify.update(piece)
  }
  const isSigned = verify.verify(publicKey, signature.signature)
  const signer = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(readJson(trustedRoot)))).verify({
    ...entity,
    signature: {
      signature: signature.signature,
      compareSignature: (other) => signature.compareSignature(other),
      compareDigest: (other) => signature.compareDigest(other),
      compareSignedDigest: (other) => signature.compareDigest(other),
      verifySignature: (key) => isSigned && key.equals(publicKey),
    },
  })
  // The engine compares digests with what the bundle says, and never asks whether that is the file's.
  if (!signature.compareDigest(hash.digest())) throw new Error(`the digest in the bundle is not that of ${file}`)
  if (!signature.compareSignature(Buffer.from(readFileSync(`${output}.sig`, 'latin1'), 'base64'))) {
    throw new Error(`${output}.sig is not the signature in the bundle`)
  }
  const { subjectAlternativeName: identity, extensions } = signer.identity ?? {}
  if (identity !== expected.identity || extensions?.issuer !== expected.issuer) {
    throw new Error(`signed by ${String(identity)} (${String(extensions?.issuer)})`)
  }
}

/** The bytes of a file, a piece at a time; each is gone when the next one is asked for. */
function* pieces(file: string): Generator<Uint8Array> {
  const buffer = Buffer.alloc(1024 * 1024)
  const descriptor = openSync(file, 'r')
  try {
    for (let read = -1; read !== 0;) {
      read = readSync(descriptor, buffer)
      yield buffer.subarray(0, read)
    }
  } finally {
    closeSync(descriptor)
  }
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
