/*
 * Owns the writing of X.509 v3 certificates (RFC 5280) with ECDSA P-256 keys. Must not know who asks for one or why.
 */
import { createHash, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { TRUE, bits, integer, octets, oid, sequence, set, tlv, utcTime, utf8 } from './der.ts'

/** Extension is one certificate extension; `value` is the content of its OCTET STRING. */
export interface Extension {
  readonly oid: string
  readonly critical?: boolean
  readonly value: Buffer
}

/** CertificateTemplate is all that goes into a certificate. */
export interface CertificateTemplate {
  /** Common name; left out, the subject is empty. */
  readonly subject?: string
  readonly publicKey: KeyObject
  readonly issuer: string
  readonly issuerKeys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }
  /** Milliseconds since the epoch. */
  readonly notBefore: number
  /** Milliseconds since the epoch. */
  readonly notAfter: number
  readonly extensions: readonly Extension[]
  /** Positive, big-endian; a precertificate and its certificate share one. */
  readonly serial: Buffer
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))

/** spki returns the DER SubjectPublicKeyInfo of a key. */
export const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })

/** newSerial returns a random serial number, neither zero nor negative, and always of the same length. */
export function newSerial(): Buffer {
  const serial = randomBytes(16)
  serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 0x40)
  return serial
}

/** certificate returns a signed DER certificate with both key identifiers. */
export function certificate(template: CertificateTemplate): Buffer {
  const keyIdentifier = identifier(template.publicKey)
  const extensions: readonly Extension[] = [
    { oid: '2.5.29.14', value: octets(keyIdentifier) },
    { oid: '2.5.29.35', value: sequence(tlv(0x80, identifier(template.issuerKeys.publicKey))) },
    ...template.extensions,
  ]
  const tbs = sequence(
    tlv(0xa0, integer(Buffer.of(2))),
    integer(template.serial),
    ECDSA_WITH_SHA256,
    name(template.issuer),
    sequence(utcTime(template.notBefore), utcTime(template.notAfter)),
    template.subject === undefined ? sequence() : name(template.subject),
    spki(template.publicKey),
    tlv(0xa3, sequence(...extensions.map(extension))),
  )
  return sequence(tbs, ECDSA_WITH_SHA256, bits(sign('sha256', tbs, template.issuerKeys.privateKey)))
}

/** pem returns a certificate as one PEM block with lines of 64 characters. */
export function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** basicConstraints says that the certificate may issue others. */
export const basicConstraints: Extension = { oid: '2.5.29.19', critical: true, value: sequence(TRUE) }
/** certificateSigning is the key usage of an authority: keyCertSign and cRLSign. */
export const certificateSigning: Extension = { oid: '2.5.29.15', critical: true, value: bits(Buffer.of(0x06), 1) }
/** digitalSignature is the key usage of a signer. */
export const digitalSignature: Extension = { oid: '2.5.29.15', critical: true, value: bits(Buffer.of(0x80), 7) }
/** codeSigning is the extended key usage of Fulcio's certificates. */
export const codeSigning: Extension = { oid: '2.5.29.37', value: sequence(oid('1.3.6.1.5.5.7.3.3')) }

/** generalName are the forms of one subject alternative name (GeneralName, RFC 5280 section 4.2.1.6). */
export const generalName = {
  uri: (uri: string): Buffer => tlv(0x86, Buffer.from(uri)),
  email: (address: string): Buffer => tlv(0x81, Buffer.from(address)),
  dns: (host: string): Buffer => tlv(0x82, Buffer.from(host)),
  ip: (...bytes: readonly number[]): Buffer => tlv(0x87, Buffer.from(bytes)),
  /** Fulcio's otherName for users without an e-mail address (docs/oid-info.md). */
  username: (user: string): Buffer => tlv(0xa0, oid('1.3.6.1.4.1.57264.1.7'), tlv(0xa0, utf8(user))),
}

/** subjectNames returns a critical subject alternative name extension. */
export function subjectNames(...names: readonly Buffer[]): Extension {
  return { oid: '2.5.29.17', critical: true, value: sequence(...names) }
}

/** hostNames returns a critical subject alternative name with a DNS name for each host. */
export function hostNames(hosts: readonly string[]): Extension {
  const names = hosts.map((host) => tlv(0x82, Buffer.from(host)))
  return { oid: '2.5.29.17', critical: true, value: sequence(...names) }
}

function name(commonName: string): Buffer {
  const attribute = (type: string, value: string) => set(sequence(oid(type), utf8(value)))
  return sequence(attribute('2.5.4.10', 'keyless-sign sandbox'), attribute('2.5.4.3', commonName))
}

function extension({ oid: type, critical, value }: Extension): Buffer {
  return sequence(oid(type), critical === true ? TRUE : Buffer.alloc(0), octets(value))
}

function identifier(key: KeyObject): Buffer {
  return createHash('sha1').update(spki(key)).digest()
}
