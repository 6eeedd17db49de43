/*
 * Owns the form of a Sigstore bundle (sigstore_bundle.proto): building v0.3 and reading v0.1 to v0.3. Reading proves
 * nothing but the form; whether a bundle can be believed is verify-bundle.ts's to say.
 */
import { X509Certificate } from 'node:crypto'
import { display } from '../shared/display.ts'
import { base64 } from '../shared/encoding.ts'
import { ActionError } from '../shared/errors.ts'
import { readJson, type JsonReader } from '../shared/json.ts'
import { algorithmNames, algorithmOf, digestBytes } from './digest-algorithms.ts'
import { readLogEntry } from './read-log-entry.ts'
import type { Bundle, BundleJson, Certificate, LogEntry, MessageDigest, Sha256 } from '../types.ts'

const MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json'
/** The minor version of 0.x by media type. */
const VERSIONS: ReadonlyMap<string, number> = new Map([
  ['application/vnd.dev.sigstore.bundle+json;version=0.1', 1],
  ['application/vnd.dev.sigstore.bundle+json;version=0.2', 2],
  ['application/vnd.dev.sigstore.bundle+json;version=0.3', 3],
  [MEDIA_TYPE, 3],
])

/** More of one kind than any bundle holds; checking each takes milliseconds, and comparing each with each many more. */
const MOST_ITEMS = 16

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
  const messageDigest = { algorithm: 'sha256', hex: parts.sha256 } as const
  return JSON.stringify(toJson({ ...parts, certificate: parts.certificate.der, messageDigest }))
}

/** parseBundle reads the text of a bundle file. Throws E_BUNDLE_MALFORMED, E_BUNDLE_KIND. */
export function parseBundle(text: string): Bundle {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new ActionError('E_BUNDLE_MALFORMED', `The bundle ${insteadOfJson(text)}`, { fix: FIX, cause })
  }
  const root = readJson(json, malformed)
  if (isObject(json) && 'base64Signature' in json) {
    throw kind(
      'is of the format that `cosign sign-blob --bundle` wrote before version 3 (`base64Signature`, `cert`, `rekorBundle`), no Sigstore bundle',
      'make one of it: `cosign bundle create --artifact FILE --bundle BUNDLE --out FILE.sigstore.json`',
    )
  }
  return readBundle(root)
}

/** A download that failed leaves nothing, or the page that says so. */
function insteadOfJson(text: string): string {
  const [first] = text.trimStart()
  if (first === undefined) return 'is empty'
  return first === '<' ? 'is not JSON: it starts like a web page' : 'is not JSON'
}

type Content = Omit<Bundle, 'json'>

function toJson({ certificate, signature, messageDigest, logEntries, timestamps }: Content): BundleJson {
  return {
    mediaType: MEDIA_TYPE,
    verificationMaterial: {
      certificate: { rawBytes: base64(certificate) },
      tlogEntries: logEntries,
      timestampVerificationData: {
        rfc3161Timestamps: timestamps.map((timestamp) => ({ signedTimestamp: base64(timestamp) })),
      },
    },
    messageSignature: {
      messageDigest: {
        algorithm: algorithmNames[messageDigest.algorithm],
        digest: base64(Buffer.from(messageDigest.hex, 'hex')),
      },
      signature: base64(signature),
    },
  }
}

function readBundle(root: JsonReader): Bundle {
  const mediaType = root.field('mediaType').text()
  const version = VERSIONS.get(mediaType)
  if (version === undefined) {
    throw malformed('mediaType', `is '${display(mediaType)}', which is no bundle of version 0.1 to 0.3`)
  }
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
  const message = root.field('messageSignature')
  const stamps = material.has('timestampVerificationData') ? material.field('timestampVerificationData') : undefined
  const timestamps = stamps?.has('rfc3161Timestamps') ? stamps.field('rfc3161Timestamps').items(MOST_ITEMS) : []
  const content: Content = {
    certificate: readLeaf(material, version),
    signature: message.field('signature').bytes(),
    messageDigest: readDigest(message.field('messageDigest')),
    logEntries: readLogEntries(material, version),
    timestamps: timestamps.map((stamp) => stamp.field('signedTimestamp').bytes()),
  }
  return { ...content, json: toJson(content) }
}

/** Every version but 0.3 may hold a chain; none may hold a root, since nobody should come to trust one by it. */
function readLeaf(material: JsonReader, version: number): Uint8Array {
  if (material.has('certificate')) {
    if (material.has('x509CertificateChain')) throw malformed(material.path, 'has a certificate and a chain')
    return material.field('certificate').field('rawBytes').bytes()
  }
  if (!material.has('x509CertificateChain')) throw malformed(`${material.path}.certificate`, 'is missing')
  const chain = material.field('x509CertificateChain')
  if (version === 3) throw malformed(chain.path, 'is not allowed in version 0.3')
  const certificates = chain.field('certificates').items(MOST_ITEMS)
  const [first] = certificates.map((certificate) => readCertificate(certificate.field('rawBytes')))
  if (first === undefined) throw malformed(`${chain.path}.certificates`, 'is empty')
  return first
}

function readCertificate(reader: JsonReader): Uint8Array {
  const der = reader.bytes()
  let isRoot: boolean
  try {
    const { subject, issuer } = new X509Certificate(der)
    isRoot = subject === issuer && subject !== ''
  } catch {
    throw malformed(reader.path, 'is no certificate')
  }
  if (isRoot) throw malformed(reader.path, 'is a root certificate, which no bundle may hold')
  return der
}

/** From version 0.2 on, an inclusion proof must come with its checkpoint (sigstore_bundle.proto). */
function readLogEntries(material: JsonReader, version: number): readonly LogEntry[] {
  const readers = material.has('tlogEntries') ? material.field('tlogEntries').items(MOST_ITEMS) : []
  if (readers.length === 0) throw malformed('verificationMaterial.tlogEntries', 'is empty')
  return readers.map((reader) => {
    const entry = readLogEntry(reader)
    if (version > 1 && entry.inclusionProof?.checkpoint.envelope === '') {
      throw malformed(`${reader.path}.inclusionProof.checkpoint`, 'is missing')
    }
    return entry
  })
}

function readDigest(reader: JsonReader): MessageDigest {
  const name = reader.field('algorithm').text()
  const algorithm = algorithmOf(name)
  if (algorithm === undefined) throw malformed(reader.path, `uses the digest algorithm '${display(name)}'`)
  const digest = reader.field('digest').bytes()
  if (digest.length !== digestBytes[algorithm]) throw malformed(reader.path, `has ${String(digest.length)} bytes`)
  return { algorithm, hex: digest.toString('hex') }
}

function isObject(json: unknown): json is object {
  return typeof json === 'object' && json !== null
}

const FIX = 'get the bundle again from where it was published, or have the file signed again'

function malformed(path: string, problem: string): ActionError {
  return new ActionError('E_BUNDLE_MALFORMED', `The bundle cannot be read: ${path} ${problem}`, { fix: FIX })
}

function kind(problem: string, fix: string): ActionError {
  return new ActionError('E_BUNDLE_KIND', `The bundle ${problem}`, { fix })
}
