import type { X509Certificate } from '@sigstore/core'

/**
 * answerOnce has a certificate answer with what it said the first time where the engine asks it anew for every bundle: the
 * bytes of its parts, its public key, and whether another certificate's key (the same object's) made its signature. Returns
 * the certificate. Nothing may change it after that; the engine changes none: where it takes extensions out, it does so in a
 * clone. What depends on a time is not remembered.
 */
export function answerOnce(certificate: X509Certificate): X509Certificate {
  for (const part of [certificate.root, certificate.tbsCertificate]) {
    const der = part.toDER()
    part.toDER = () => der
  }
  const { publicKey } = certificate
  Object.defineProperty(certificate, 'publicKey', { value: publicKey })
  const verify = certificate.verify.bind(certificate)
  const answers = new WeakMap<X509Certificate, boolean>()
  certificate.verify = (issuer = certificate) => {
    const answer = answers.get(issuer) ?? verify(issuer)
    answers.set(issuer, answer)
    return answer
  }
  return certificate
}

/** LeafOf returns the certificate of a bundle: of DER that came before the same object, else the one that was just read. */
export type LeafOf = (der: Uint8Array, read: X509Certificate) => X509Certificate

/** oneLeaf remembers the last certificate, which answers once: all files of a run have the same. */
export function oneLeaf(): LeafOf {
  let latest: { readonly der: Buffer; readonly certificate: X509Certificate } | undefined
  return (der, read) => {
    if (latest?.der.equals(der) !== true) latest = { der: Buffer.from(der), certificate: answerOnce(read) }
    return latest.certificate
  }
}
