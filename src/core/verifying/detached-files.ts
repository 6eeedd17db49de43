/*
 * Owns `.sig` and `.pem` beside a bundle: they must hold the very bytes that the bundle holds, as cosign or we write
 * them. Must not verify them by themselves: nothing in them says when they were made.
 */
import { decodeCertificate, decodeSignature } from '../bundle/detached-forms.ts'
import { ActionError, type ErrorCode } from '../shared/errors.ts'
import type { Bundle } from '../types.ts'

/** assertSameSignature throws E_SIGNATURE_FILE unless the text is the base64 of the bundle's signature. */
export function assertSameSignature(text: string, bundle: Pick<Bundle, 'signature'>): void {
  const found = decodeSignature(text)
  if (found === undefined) throw refused('E_SIGNATURE_FILE', 'is not base64, as a `.sig` file is')
  if (!found.equals(bundle.signature)) {
    throw refused('E_SIGNATURE_FILE', differs('signature', found, bundle.signature))
  }
}

/** assertSameCertificate throws E_CERTIFICATE_FILE unless the text is the bundle's certificate. */
export function assertSameCertificate(text: string, bundle: Pick<Bundle, 'certificate'>): void {
  const found = decodeCertificate(text)?.raw
  if (found === undefined) throw refused('E_CERTIFICATE_FILE', 'is not one certificate in PEM, nor the base64 of that')
  if (!found.equals(bundle.certificate)) {
    throw refused('E_CERTIFICATE_FILE', differs('certificate', found, bundle.certificate))
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
