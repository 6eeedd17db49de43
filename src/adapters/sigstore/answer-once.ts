/*
 * Owns what the engine asks anew for every bundle, and is answered once where the answer cannot be another one. Must not answer
 * anything that a file, or a time that was not asked about, has a say in.
 */
import { ASN1Obj, X509Certificate } from '@sigstore/core'
import type { SignedEntity, Signer, Verifier } from '@sigstore/verify'
import { rememberLast } from '../../core/shared/remember-last.ts'

/** Of a TBSCertificate, the extensions (RFC 5280, section 4.1). */
const EXTENSIONS = 3

/**
 * answerOnce has a certificate answer with what it said the first time where the engine asks it anew for every bundle: the
 * bytes of its parts, the names of its extensions, its public key, and whether another certificate's key (the same object's)
 * made its signature. Returns the certificate. Nothing may change it after that; the engine changes none: where it takes an
 * extension out, it does so in a clone, which shares with it whatever else there is. What depends on a time is not remembered.
 */
export function answerOnce(certificate: X509Certificate): X509Certificate {
  const { root, tbsCertificate, extensions, publicKey } = certificate
  // From the inside out, so that what is encoded last is put together from what was.
  for (const part of [...extensions, ...tbsCertificate.subs, tbsCertificate, root]) {
    const der = part.toDER()
    part.toDER = () => der
  }
  for (const { subs } of extensions) subs.slice(0, 1).forEach(readOnce)
  Object.defineProperty(certificate, 'publicKey', { value: publicKey })
  const verify = certificate.verify.bind(certificate)
  const answers = new WeakMap<X509Certificate, boolean>()
  certificate.verify = (issuer = certificate) => {
    const answer = answers.get(issuer) ?? verify(issuer)
    answers.set(issuer, answer)
    return answer
  }
  certificate.clone = () => withOwnExtensions(certificate)
  return certificate
}

/** Only where it is asked for: what no check looks at may be of any form. */
function readOnce(identifier: ASN1Obj): void {
  const read = identifier.toOID.bind(identifier)
  let oid: string | undefined
  identifier.toOID = () => (oid ??= read())
}

/** A certificate with a list of extensions of its own, of which one may be taken out. */
function withOwnExtensions({ root, tbsCertificate }: X509Certificate): X509Certificate {
  const parts = tbsCertificate.subs.map((part) =>
    part.tag.isContextSpecific(EXTENSIONS)
      ? copyOf(
          part,
          part.subs.map((list) => copyOf(list, [...list.subs])),
        )
      : part,
  )
  return new X509Certificate(copyOf(root, [copyOf(tbsCertificate, parts), ...root.subs.slice(1)]))
}

function copyOf({ tag, value }: ASN1Obj, subs: ASN1Obj[]): ASN1Obj {
  return new ASN1Obj(tag, value, subs)
}

/** LeafOf returns the certificate of a bundle from its DER: of bytes that came before, the same object. */
export type LeafOf = (der: Uint8Array) => X509Certificate

/** oneLeaf remembers the last certificate, which answers once: all files of a run have the same. */
export function oneLeaf(): LeafOf {
  return rememberLast((der) => answerOnce(X509Certificate.parse(der)))
}

/** JudgeSigner tells who signed with a key or certificate at these times; it throws where it may not have signed then. */
type JudgeSigner = (entity: SignedEntity, times: readonly Date[]) => Signer

/** Logs and authorities tell the time in seconds, so that files that are signed side by side have few different ones. */
const MOST = 16

/**
 * signerOnce has a verifier judge a certificate (the same object) at the same times once: chain and SCTs have nothing else to do
 * with the file, and all files of a run have one certificate. A judgement against is not remembered. Returns the verifier; where
 * a newer engine has its judgement under another name, as it came.
 */
export function signerOnce(verifier: Verifier): Verifier {
  const judge: unknown = Reflect.get(verifier, 'verifySigningKey')
  if (typeof judge !== 'function') return verifier
  let latest: unknown
  const signers = new Map<string, Signer>()
  const verifySigningKey: JudgeSigner = (entity, times) => {
    const { key } = entity
    const ask = (): Signer => Reflect.apply(judge as JudgeSigner, verifier, [entity, times])
    if (key.$case !== 'certificate') return ask()
    const at = times.map((time) => time.getTime()).join()
    if (key.certificate !== latest) signers.clear()
    latest = key.certificate
    const known = signers.get(at)
    if (known !== undefined) return known
    const signer = ask()
    if (signers.size >= MOST) signers.clear()
    signers.set(at, signer)
    return signer
  }
  Object.defineProperty(verifier, 'verifySigningKey', { value: verifySigningKey })
  return verifier
}
