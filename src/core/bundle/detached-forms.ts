/*
 * Owns what `.sig` and `.pem` files hold, in the forms that cosign and we write. Must not say whose they are.
 */
import { X509Certificate } from 'node:crypto'

/** decodeSignature returns the bytes of which the text is the base64, line breaks aside; undefined for any other text. */
export function decodeSignature(text: string): Buffer | undefined {
  const encoded = text.replace(/\s/g, '')
  const decoded = Buffer.from(encoded, 'base64')
  return decoded.length > 0 && decoded.toString('base64') === encoded ? decoded : undefined
}

/**
 * decodeCertificate returns the one certificate that the text is: a PEM block (RFC 7468), or the base64 of it, which is what
 * cosign writes; undefined for any other text.
 */
export function decodeCertificate(text: string): X509Certificate | undefined {
  return decodePem(text) ?? decodePem(decodeSignature(text)?.toString('latin1') ?? '')
}

function decodePem(text: string): X509Certificate | undefined {
  const block = /^-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----$/.exec(text.trim())
  if (block === null) return undefined
  try {
    return new X509Certificate(block[0])
  } catch {
    return undefined
  }
}
