/*
 * Owns the decoding of X.509 certificates (RFC 5280) with @sigstore/core and node:crypto. Must not judge them.
 */
import { X509Certificate as NodeCertificate } from 'node:crypto'
import { EXTENSION_OID_SCT, X509Certificate, type ASN1Obj } from '@sigstore/core'
import { ActionError } from '../../core/shared/errors.ts'
import { rememberLast } from '../../core/shared/remember-last.ts'
import type { Certificate, Identity, Issuer, Pem, SubjectName } from '../../core/types.ts'

const FULCIO = '1.3.6.1.4.1.57264.1.'
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3'
/** Kinds of GeneralName by their context-specific tags, RFC 5280 section 4.2.1.6. */
const NAME_KINDS = [
  'otherName',
  'rfc822Name',
  'dNSName',
  'x400Address',
  'directoryName',
  'ediPartyName',
  'uniformResourceIdentifier',
  'iPAddress',
  'registeredID',
] as const
/** Up to this number Fulcio's extensions hold raw text, above it a DER UTF8String (docs/oid-info.md). */
const LAST_RAW = 7

/**
 * readCertificate decodes one DER certificate; throws E_BUNDLE_MALFORMED when it is none. The bytes that it saw last it gives
 * the same object for: the files of a run mostly share one certificate.
 */
export function readCertificate(der: Uint8Array): Certificate {
  try {
    return decodeOnce(der)
  } catch (cause) {
    throw new ActionError('E_BUNDLE_MALFORMED', 'The certificate cannot be read', {
      fix: 'get the bundle again from where it was published, or have the file signed again',
      cause,
    })
  }
}

const decodeOnce = rememberLast(decode)

function decode(der: Buffer<ArrayBuffer>): Certificate {
  const parsed = X509Certificate.parse(der)
  assertDistinct(parsed)
  const node = new NodeCertificate(der)
  const extensions = fulcioExtensions(parsed)
  // The newer extension (8) is authoritative, the older one (1) stays for certificates from before 2022.
  const issuer = extensions[8] ?? extensions[1]
  return {
    der,
    pem: node.toString() as Pem,
    publicKey: node.publicKey,
    notBefore: parsed.notBefore.getTime(),
    notAfter: parsed.notAfter.getTime(),
    // The libraries call it none where the key usage does not allow it to sign certificates, whatever it says of itself.
    isAuthority: node.ca || (parsed.extBasicConstraints?.isCA ?? false),
    hasDigitalSignature: parsed.extKeyUsage?.digitalSignature ?? false,
    // Node's `keyUsage` is the extended key usage (OIDs); absent, it is undefined whatever its type says.
    hasCodeSigning: Array.isArray(node.keyUsage) && node.keyUsage.includes(CODE_SIGNING),
    signedCertificateTimestamps:
      parsed.extension(EXTENSION_OID_SCT) === undefined ? 0 : (parsed.extSCT?.signedCertificateTimestamps.length ?? 0),
    subjectNames: subjectNames(parsed),
    ...(issuer === undefined ? {} : { issuer: issuer as Issuer }),
    extensions,
  }
}

/** RFC 5280 section 4.2: of an extension that comes twice, every reader would believe another one. */
function assertDistinct({ extensions }: X509Certificate): void {
  const oids = extensions.map((extension) => extension.subs[0]?.toOID())
  if (new Set(oids).size < oids.length) throw new Error('an extension comes twice')
}

function subjectNames(certificate: X509Certificate): readonly SubjectName[] {
  const extension = certificate.extSubjectAltName
  if (extension === undefined) return []
  // What the library cannot decode has no parts for it, and must not pass for a certificate with fewer names.
  const [names, ...others] = extension.valueObj.subs
  if (names === undefined || others.length > 0) throw new Error('the subject alternative names cannot be read')
  return names.subs.map(subjectName)
}

function subjectName({ tag, value }: ASN1Obj): SubjectName {
  const kind = tag.isContextSpecific() ? NAME_KINDS[tag.number] : undefined
  if (kind === undefined) return { kind: 'unknown' }
  if (kind !== 'uniformResourceIdentifier' && kind !== 'rfc822Name') return { kind }
  return { kind, identity: value.toString('utf8') as Identity }
}

function fulcioExtensions(certificate: X509Certificate): Readonly<Partial<Record<number, string>>> {
  const values: Partial<Record<number, string>> = {}
  for (const extension of certificate.extensions) {
    const oid = extension.subs[0]?.toOID() ?? ''
    const value = extension.subs.at(-1)
    if (!oid.startsWith(FULCIO) || value === undefined) continue
    const number = Number(oid.slice(FULCIO.length))
    const content = number > LAST_RAW ? certificate.extension(oid)?.valueObj.subs[0]?.value : value.value
    if (Number.isInteger(number) && content !== undefined) values[number] = content.toString('utf8')
  }
  return values
}
