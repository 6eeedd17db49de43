/*
 * Owns a small signer made of the Sigstore engine's own clients, to meet the sandbox with. Shares no code with the product.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { bundleToJSON, toMessageSignatureBundle } from '@sigstore/bundle'
import { HashAlgorithm } from '@sigstore/protobuf-specs'
import { FulcioSigner, RekorWitness, TSAWitness } from '@sigstore/sign'
import type { Signature } from '@sigstore/sign'
import type { Sandbox } from '../../sandbox/sandbox.ts'

/** Signed is a signature over bytes with the certificate for its key, as PEM. */
export interface Signed {
  readonly digest: Buffer
  readonly signature: Buffer
  readonly certificate: string
}

type TLogEntries = Awaited<ReturnType<RekorWitness['testify']>>['tlogEntries']

/** requestToken gets an identity token as a job does. */
export async function requestToken(sandbox: Sandbox, audience = 'sigstore', bearer = sandbox.bearer): Promise<string> {
  const url = `${sandbox.environment['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? ''}&audience=${audience}`
  const response = await fetch(url, { headers: { authorization: `Bearer ${bearer}` } })
  if (!response.ok) throw new Error(`status ${response.status}`)
  return ((await response.json()) as { value: string }).value
}

/** signBytes has a certificate issued for a new key and signs; `subject` is what possession is proved over. */
export async function signBytes(
  sandbox: Sandbox,
  bytes: Buffer,
  token?: string,
  prove = (subject: Buffer) => subject,
): Promise<Signed> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  let calls = 0
  const keyHolder = {
    sign(data: Buffer): Promise<Signature> {
      // The first call is for the proof of possession.
      const signature = sign('sha256', calls++ === 0 ? prove(data) : data, privateKey)
      const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
      return Promise.resolve({ signature, key: { $case: 'publicKey' as const, publicKey: pem } })
    },
  }
  const identityProvider = { getToken: async () => token ?? (await requestToken(sandbox)) }
  const signer = new FulcioSigner({ fulcioBaseURL: sandbox.urls.fulcio, identityProvider, keyHolder })
  const { signature, key } = await signer.sign(bytes)
  if (key.$case !== 'x509Certificate') throw new Error('no certificate')
  return { digest: createHash('sha256').update(bytes).digest(), signature, certificate: key.certificate }
}

/** record logs a signature with Rekor and returns the log entries. */
export async function record(sandbox: Sandbox, signed: Signed, version: 1 | 2 = 1): Promise<TLogEntries> {
  const rekorBaseURL = version === 1 ? sandbox.urls.rekor : sandbox.urls.rekor2
  const witness = new RekorWitness({ rekorBaseURL, majorApiVersion: version, fetchOnConflict: true })
  const { tlogEntries } = await witness.testify(contentOf(signed), signed.certificate)
  return tlogEntries
}

/** writeSigned signs `file`'s bytes and writes `.sig`, `.pem` and `.sigstore.json` beside it. */
export async function writeSigned(sandbox: Sandbox, file: string, bytes: Buffer, version: 1 | 2 = 1): Promise<void> {
  const signed = await signBytes(sandbox, bytes)
  const tsa = new TSAWitness({ tsaBaseURL: `${sandbox.urls.tsa}/api/v1/timestamp` })
  const { rfc3161Timestamps } = await tsa.testify(contentOf(signed))
  const certificate = Buffer.from(signed.certificate.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64')
  const bundle = toMessageSignatureBundle({ digest: signed.digest, signature: signed.signature, certificate })
  bundle.verificationMaterial.tlogEntries = await record(sandbox, signed, version)
  bundle.verificationMaterial.timestampVerificationData = { rfc3161Timestamps }
  writeFileSync(`${file}.sigstore.json`, JSON.stringify(bundleToJSON(bundle)))
  writeFileSync(`${file}.sig`, signed.signature.toString('base64'))
  writeFileSync(`${file}.pem`, signed.certificate)
}

function contentOf({ digest, signature }: Signed) {
  const messageDigest = { algorithm: HashAlgorithm.SHA2_256, digest }
  return { $case: 'messageSignature' as const, messageSignature: { messageDigest, signature } }
}
