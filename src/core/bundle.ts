/*
 * Owns the form of a Sigstore bundle (sigstore_bundle.proto): building v0.3 and reading v0.1 to v0.3. Reading proves
 * nothing but the form; whether a bundle can be believed is core/verification.ts's to say.
 */
import { ActionError } from './errors.ts'
import { base64 } from './base64.ts'
import { display } from './display.ts'
import { readJson, type JsonReader } from './json.ts'
import { readLogEntry } from './log-entry-form.ts'
import type { Bundle, BundleJson, Certificate, DigestAlgorithm, LogEntry, MessageDigest, Sha256 } from './types.ts'

const MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const READABLE = [
  'application/vnd.dev.sigstore.bundle+json;version=0.1',
  'application/vnd.dev.sigstore.bundle+json;version=0.2',
  'application/vnd.dev.sigstore.bundle+json;version=0.3',
  MEDIA_TYPE,
]

/** BundleParts is everything that a bundle is made of. */
export interface BundleParts {
  readonly certificate: Certificate
  readonly sha256: Sha256
  /** DER. */
  readonly signature: Uint8Array
  readonly logEntries: readonly LogEntry[]
  /** DER TimeStampResp each. */
  readonly timestamps: readonly Uint8Array[]
}

/** buildBundle returns the text of a v0.3 bundle: one line of protobuf JSON, as every Sigstore client reads it. */
export function buildBundle(parts: BundleParts): string {
  const bundle: BundleJson = {
    mediaType: MEDIA_TYPE,
    verificationMaterial: {
      certificate: { rawBytes: base64(parts.certificate.der) },
      tlogEntries: parts.logEntries,
      timestampVerificationData: {
        rfc3161Timestamps: parts.timestamps.map((timestamp) => ({ signedTimestamp: base64(timestamp) })),
      },
    },
    messageSignature: {
      messageDigest: { algorithm: 'SHA2_256', digest: base64(Buffer.from(parts.sha256, 'hex')) },
      signature: base64(parts.signature),
    },
  }
  return JSON.stringify(bundle)
}

/** parseBundle reads the text of a bundle file. Throws E_BUNDLE_MALFORMED, E_BUNDLE_KIND. */
export function parseBundle(text: string): Bundle {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new ActionError('E_BUNDLE_MALFORMED', 'The bundle is not JSON', { fix: FIX, cause })
  }
  return readBundle(readJson(json, malformed))
}

function readBundle(root: JsonReader): Bundle {
  const mediaType = root.field('mediaType').text()
  if (!READABLE.includes(mediaType))
    throw malformed('mediaType', `is '${display(mediaType)}', which is no bundle of version 0.1 to 0.3`)
  if (root.has('dsseEnvelope')) {
    throw kind(
      'holds an attestation (a DSSE envelope), not a signature of a file',
      'verify it with `gh attestation verify` or `cosign verify-blob-attestation`',
    )
  }
  const material = root.field('verificationMaterial')
  if (material.has('publicKey')) {
    throw kind('was made with a managed key, not with a certificate', 'verify it with `cosign verify-blob --key`')
  }
  const entries = material.has('tlogEntries') ? material.field('tlogEntries').items().map(readLogEntry) : []
  if (entries.length === 0) throw malformed('verificationMaterial.tlogEntries', 'is empty')
  const stamps = material.has('timestampVerificationData') ? material.field('timestampVerificationData') : undefined
  const timestamps = stamps?.has('rfc3161Timestamps') ? stamps.field('rfc3161Timestamps').items() : []
  const message = root.field('messageSignature')
  return {
    json: root.value,
    certificate: leaf(material),
    signature: message.field('signature').bytes(),
    messageDigest: readDigest(message.field('messageDigest')),
    logEntries: entries,
    timestamps: timestamps.map((stamp) => stamp.field('signedTimestamp').bytes()),
  }
}

function leaf(material: JsonReader): Uint8Array {
  if (material.has('certificate')) return material.field('certificate').field('rawBytes').bytes()
  const [first] = material.field('x509CertificateChain').field('certificates').items()
  if (first === undefined) throw malformed('verificationMaterial.x509CertificateChain.certificates', 'is empty')
  return first.field('rawBytes').bytes()
}

const ALGORITHMS: Readonly<Record<string, readonly [DigestAlgorithm, number]>> = {
  SHA2_256: ['sha256', 32],
  SHA2_384: ['sha384', 48],
  SHA2_512: ['sha512', 64],
}

function readDigest(reader: JsonReader): MessageDigest {
  const name = reader.field('algorithm').text()
  const [algorithm, length] = ALGORITHMS[name] ?? []
  if (algorithm === undefined) throw malformed(reader.path, `uses the digest algorithm '${display(name)}'`)
  const digest = reader.field('digest').bytes()
  if (digest.length !== length) throw malformed(reader.path, `has ${String(digest.length)} bytes`)
  return { algorithm, hex: digest.toString('hex') }
}

const FIX = 'get the bundle again from where it was published, or have the file signed again'

function malformed(path: string, problem: string): ActionError {
  return new ActionError('E_BUNDLE_MALFORMED', `The bundle cannot be read: ${path} ${problem}`, { fix: FIX })
}

function kind(problem: string, fix: string): ActionError {
  return new ActionError('E_BUNDLE_KIND', `The bundle ${problem}`, { fix })
}
