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
