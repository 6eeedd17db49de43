import type { X509Certificate } from '@sigstore/core'

/**
 * encodeOnce has the parts of a certificate that the engine encodes anew for every comparison and every signature answer
 * with the bytes of one encoding, and returns the certificate. Nothing may change a certificate after that; the engine
 * changes none: where it takes extensions out, it does so in a clone.
 */
export function encodeOnce(certificate: X509Certificate): X509Certificate {
  for (const part of [certificate.root, certificate.tbsCertificate]) {
    const der = part.toDER()
    part.toDER = () => der
  }
  return certificate
}

/** LeafOf returns the certificate of a bundle: of DER that came before the same object, else the one that was just read. */
export type LeafOf = (der: Uint8Array, read: X509Certificate) => X509Certificate

/** oneLeaf remembers the last certificate, encoded once: all files of a run have the same. */
export function oneLeaf(): LeafOf {
  let latest: { readonly der: Buffer; readonly certificate: X509Certificate } | undefined
  return (der, read) => {
    if (latest?.der.equals(der) !== true) latest = { der: Buffer.from(der), certificate: encodeOnce(read) }
    return latest.certificate
  }
}
