/*
 * Owns `.sig` and `.pem` beside a bundle: they must hold the very bytes that the bundle holds, as cosign or we write
 * them. Must not verify them by themselves: nothing in them says when they were made.
 */
import { X509Certificate } from 'node:crypto'
import { ActionError, type ErrorCode } from '../shared/errors.ts'
import type { Bundle } from '../types.ts'

/** assertSameSignature throws E_SIGNATURE_FILE unless the text is the base64 of the bundle's signature. */
export function assertSameSignature(text: string, bundle: Pick<Bundle, 'signature'>): void {
  const found = decodeBase64(text)
  if (found === undefined) throw refused('E_SIGNATURE_FILE', 'is not base64, as a `.sig` file is')
  if (!found.equals(bundle.signature)) {
    throw refused('E_SIGNATURE_FILE', differs('signature', found, bundle.signature))
  }
}

/**
 * assertSameCertificate throws E_CERTIFICATE_FILE unless the text is the bundle's certificate: one PEM block (RFC 7468),
 * or the base64 of it, which is what cosign writes.
 */
export function assertSameCertificate(text: string, bundle: Pick<Bundle, 'certificate'>): void {
  const found = decodePem(text) ?? decodePem(decodeBase64(text)?.toString('latin1') ?? '')
  if (found === undefined) throw refused('E_CERTIFICATE_FILE', 'is not one certificate in PEM, nor the base64 of that')
  if (!found.equals(bundle.certificate)) {
    throw refused('E_CERTIFICATE_FILE', differs('certificate', found, bundle.certificate))
  }
}

function decodeBase64(text: string): Buffer | undefined {
  const encoded = text.replace(/\s/g, '')
  const decoded = Buffer.from(encoded, 'base64')
  return decoded.length > 0 && decoded.toString('base64') === encoded ? decoded : undefined
}

function decodePem(text: string): Buffer | undefined {
  const block = /^-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----$/.exec(text.trim())
  if (block === null) return undefined
  try {
    return new X509Certificate(block[0]).raw
  } catch {
    return undefined
  }
}

function differs(what: string, found: Uint8Array, expected: Uint8Array): string {
  return `holds another ${what} than the bundle: ${shown(found)}, expected ${shown(expected)}`
}

function shown(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('base64')
  return text.length <= 60 ? text : `${text.slice(0, 28)}…${text.slice(-28)}`
}

function refused(code: ErrorCode, problem: string): ActionError {
  return new ActionError(code, problem, {
    fix: 'get the file, its bundle, its `.sig` and its `.pem` again from one release; one of them was replaced',
  })
}
