/*
 * Owns the shape of a TimeStampResp (RFC 3161, section 2.4.2; RFC 5652, sections 5.1 to 5.3): the fields that the engine
 * passes over stand where other verifiers look for them. Must not verify a signature, nor look at a time.
 */
import type { ASN1Obj } from '@sigstore/core'

const INTEGER = 0x02
const OCTET_STRING = 0x04
const NULL = 0x05
const OBJECT_IDENTIFIER = 0x06
const SEQUENCE = 0x30
const SET = 0x31
/** [0]: the content of a ContentInfo, the certificates of SignedData, the signed attributes of a SignerInfo. */
const CONTEXT_0 = 0xa0
/** [1]: the revocation lists of SignedData, the attributes of a SignerInfo that nothing signs. */
const CONTEXT_1 = 0xa1

/** SHA-256, SHA-384, SHA-512 (RFC 5754, section 2). */
const DIGESTS = ['1', '2', '3'].map((last) => `2.16.840.1.101.3.4.2.${last}`)
/** ECDSA with one of them (RFC 5758, 3.2), RSA without and with its digest (RFC 5754, 3.2), Ed25519 (RFC 8419). */
const SIGNATURES = [
  ...['2', '3', '4'].map((last) => `1.2.840.10045.4.3.${last}`),
  ...['1', '11', '12', '13'].map((last) => `1.2.840.113549.1.1.${last}`),
  '1.3.101.112',
]

/** hasTimestampShape tells whether a parsed TimeStampResp holds one token of one signer in DER, and nothing behind it. */
export function hasTimestampShape(response: ASN1Obj): boolean {
  const [info, token, ...behind] = fields(response, SEQUENCE)
  const [status] = fields(info, SEQUENCE)
  const [contentType, content, ...more] = fields(token, SEQUENCE)
  const [signedData, ...others] = fields(content, CONTEXT_0)
  return (
    [behind, more, others].every(({ length }) => length === 0) &&
    [is(status, INTEGER), is(contentType, OBJECT_IDENTIFIER), isSignedData(signedData)].every(Boolean)
  )
}

/** A token is of version 3, as its content is not plain data; one algorithm and one signer (RFC 3161, 2.4.2). */
function isSignedData(signedData: ASN1Obj | undefined): boolean {
  const [version, algorithms, content, ...rest] = fields(signedData, SEQUENCE)
  const [signer, ...more] = fields(rest.at(-1), SET)
  const digests = fields(algorithms, SET)
  return (
    [hasNumber(version, 3), more.length === 0, areInOrder(rest.slice(0, -1)), isContent(content)].every(Boolean) &&
    digests.every((algorithm) => isAlgorithm(algorithm, DIGESTS)) &&
    isSignerInfo(signer, digests)
  )
}

function isContent(content: ASN1Obj | undefined): boolean {
  const [type, explicit, ...more] = fields(content, SEQUENCE)
  const [octets, ...others] = fields(explicit, CONTEXT_0)
  return (
    [is(type, OBJECT_IDENTIFIER), more.length === 0, others.length === 0].every(Boolean) &&
    fields(octets, OCTET_STRING).length === 1 &&
    isDer(octets)
  )
}

/** The engine knows a signer by issuer and serial number: version 1. Its digest is one that SignedData has announced. */
function isSignerInfo(signer: ASN1Obj | undefined, announced: readonly ASN1Obj[]): boolean {
  const [version, identifier, digest, attributes, algorithm, signature, ...rest] = fields(signer, SEQUENCE)
  const [issuer, serialNumber, ...more] = fields(identifier, SEQUENCE)
  return (
    [hasNumber(version, 1), is(issuer, SEQUENCE), is(serialNumber, INTEGER), more.length === 0].every(Boolean) &&
    announced.some((one) => name(one) === name(digest)) &&
    [isAlgorithm(digest, DIGESTS), isAlgorithm(algorithm, SIGNATURES)].every(Boolean) &&
    [is(attributes, CONTEXT_0), isDer(attributes), is(signature, OCTET_STRING)].every(Boolean) &&
    rest.every((one) => is(one, CONTEXT_1)) &&
    rest.length <= 1
  )
}

/** Certificates, then revocation lists of theirs: each at most once. */
function areInOrder(optional: readonly ASN1Obj[]): boolean {
  const tags = optional.map((one) => one.tag.toDER())
  return ['', `${CONTEXT_0}`, `${CONTEXT_0},${CONTEXT_1}`].includes(tags.join(','))
}

function isAlgorithm(algorithm: ASN1Obj | undefined, known: readonly string[]): boolean {
  const [, ...parameters] = fields(algorithm, SEQUENCE)
  const [first, ...more] = parameters
  return known.includes(name(algorithm)) && (first === undefined || is(first, NULL)) && more.length === 0
}

/** name returns the dotted name of an AlgorithmIdentifier; empty when it has none. */
function name(algorithm: ASN1Obj | undefined): string {
  const [identifier] = fields(algorithm, SEQUENCE)
  return identifier !== undefined && is(identifier, OBJECT_IDENTIFIER) ? identifier.toOID() : ''
}

/** The engine writes these anew before it checks them, others check what is there: both must be the same bytes. */
function isDer(node: ASN1Obj | undefined): boolean {
  if (node === undefined || node.subs.length === 0) return true
  const length = node.subs.reduce((sum, { value }) => sum + 1 + lengthBytes(value.length) + value.length, 0)
  return length === node.value.length && node.subs.every(isDer)
}

/** How many bytes DER gives to a length (X.690, 10.1): as few as can be. */
function lengthBytes(length: number): number {
  return length < 0x80 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : 4
}

function hasNumber(node: ASN1Obj | undefined, number: number): boolean {
  return is(node, INTEGER) && node?.toInteger() === BigInt(number)
}

function is(node: ASN1Obj | undefined, tag: number): boolean {
  return node?.tag.toDER() === tag
}

function fields(node: ASN1Obj | undefined, tag: number): readonly ASN1Obj[] {
  return node !== undefined && is(node, tag) ? node.subs : []
}
