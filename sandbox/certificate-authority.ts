/*
 * Owns the sandbox's certificate authority: a root, an intermediate and the leaves that Fulcio has issued, each with a
 * timestamp of the CT log of @sigstore/mock. Knows what tests may want to be wrong in a leaf; must not read tokens.
 */
import { createHash, generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { initializeCTLog } from '@sigstore/mock/dist/fulcio/index.js'
import {
  basicConstraints,
  certificate,
  certificateSigning,
  codeSigning,
  digitalSignature,
  generalName,
  newSerial,
  spki,
  subjectNames,
} from './certificate.ts'
import type { Extension } from './certificate.ts'
import { octets } from './der.ts'

/** CertificateChanges are the ways in which an issued certificate may differ from what was asked for. */
export interface CertificateChanges {
  /** Milliseconds from notBefore to notAfter; Fulcio's 10 minutes where left out. */
  lifetime?: number
  /** Milliseconds by which notBefore is moved. */
  skew?: number
  subjectAlternativeName?: string
  /** The subject alternative name extensions, in place of the one with the one URI. */
  subjectNames?: readonly Extension[]
  publicKey?: KeyObject
  /** Values of extensions by OID, in place of the claims' own; as text. */
  extensions?: Record<string, string>
  codeSigning?: false
  isAuthority?: true
  timestamp?: 'none' | 'wrong'
}

/** LeafRequest is what Fulcio asks its authority for. */
export interface LeafRequest {
  readonly publicKey: KeyObject
  readonly subjectAlternativeName: string
  readonly extensions: readonly Extension[]
}

/** CertificateAuthority issues leaves; all certificates are DER. */
export interface CertificateAuthority {
  /** Intermediate first, root last. */
  readonly chain: readonly [Buffer, Buffer]
  /** SubjectPublicKeyInfo of the CT log. */
  readonly ctLogKey: Buffer
  issue(request: LeafRequest): Promise<Buffer>
}

const DAY = 24 * 60 * 60 * 1000
const TEN_MINUTES = 10 * 60 * 1000
const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })

/** createCertificateAuthority returns an authority with new keys; `changes` is read at every issue. */
export async function createCertificateAuthority(changes: CertificateChanges): Promise<CertificateAuthority> {
  const [rootKeys, intermediateKeys, ctLogKeys] = [keyPair(), keyPair(), keyPair()]
  const times = { notBefore: Date.now() - DAY, notAfter: Date.now() + 365 * DAY }
  const authority = [basicConstraints, certificateSigning]
  const signedByRoot = { issuer: 'root', issuerKeys: rootKeys, ...times }
  const root = certificate({
    ...signedByRoot,
    serial: newSerial(),
    subject: 'root',
    publicKey: rootKeys.publicKey,
    extensions: authority,
  })
  const intermediate = certificate({
    ...signedByRoot,
    serial: newSerial(),
    subject: 'intermediate',
    publicKey: intermediateKeys.publicKey,
    extensions: [...authority, codeSigning],
  })
  const ctLog = await initializeCTLog(ctLogKeys)
  const issuerKeyHash = createHash('sha256').update(spki(intermediateKeys.publicKey)).digest()

  return {
    chain: [intermediate, root],
    ctLogKey: spki(ctLogKeys.publicKey),
    async issue(request) {
      const notBefore = Date.now() + (changes.skew ?? 0)
      const template = {
        serial: newSerial(),
        publicKey: changes.publicKey ?? request.publicKey,
        issuer: 'intermediate',
        issuerKeys: intermediateKeys,
        notBefore,
        notAfter: notBefore + (changes.lifetime ?? TEN_MINUTES),
        extensions: [
          digitalSignature,
          ...(changes.codeSigning === false ? [] : [codeSigning]),
          ...(changes.isAuthority === true ? [basicConstraints] : []),
          ...(changes.subjectNames ?? [
            subjectNames(generalName.uri(changes.subjectAlternativeName ?? request.subjectAlternativeName)),
          ]),
          ...request.extensions,
        ],
      }
      if (changes.timestamp === 'none') return certificate(template)
      // A timestamp over another precertificate is well-formed and wrong.
      const logged = certificate(changes.timestamp === 'wrong' ? { ...template, serial: newSerial() } : template)
      const timestamp = await ctLog.log(exactBuffer(logged), exactBuffer(issuerKeyHash))
      return certificate({ ...template, extensions: [...template.extensions, timestampList(timestamp)] })
    },
  }
}

/** The extension of RFC 6962, 3.3: an OCTET STRING with a list of timestamps, each with its length in front. */
function timestampList(timestamp: ArrayBuffer): Extension {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(timestamp.byteLength)
  return { oid: '1.3.6.1.4.1.11129.2.4.2', value: octets(Buffer.concat([length, Buffer.from(timestamp)])) }
}

// A Buffer may be a window into a larger pool, which its `buffer` would show.
function exactBuffer(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}
