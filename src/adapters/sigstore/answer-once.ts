import { ASN1Obj, X509Certificate } from '@sigstore/core'
import { rememberLast } from '../../core/shared/remember-last.ts'

/** Of a TBSCertificate, the extensions (RFC 5280, section 4.1). */
const EXTENSIONS = 3

/**
 * answerOnce has a certificate answer with what it said the first time where the engine asks it anew for every bundle: the
 * bytes of its parts, its public key, and whether another certificate's key (the same object's) made its signature. Returns
 * the certificate. Nothing may change it after that; the engine changes none: where it takes an extension out, it does so in a
 * clone, which shares with it whatever else there is. What depends on a time is not remembered.
 */
export function answerOnce(certificate: X509Certificate): X509Certificate {
  const { root, tbsCertificate, extensions, publicKey } = certificate
  // From the inside out, so that what is encoded last is put together from what was.
  for (const part of [...extensions, ...tbsCertificate.subs, tbsCertificate, root]) {
    const der = part.toDER()
    part.toDER = () => der
  }
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
