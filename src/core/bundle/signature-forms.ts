/*
 * Owns what each of the three signature files holds, so that one of ours is told from a file of somebody else's. Must not
 * say whose a signature is.
 */
import { ActionError } from '../shared/errors.ts'
import { parseBundle } from './bundle.ts'
import { decodeCertificate, decodeSignature } from './detached-forms.ts'
import { isSignature } from './ecdsa.ts'
import type { Bundle } from '../types.ts'

/** SignatureForm is what a signature file holds. */
export interface SignatureForm {
  /** As it is called in an error. */
  readonly text: string
  /** Tells whether a file with this text has the form. */
  readonly isOf: (text: string) => boolean
  /** Tells whether a file with this text is the part of a bundle that it stands for; a bundle is its own. */
  readonly isPartOf: (text: string, bundle: Bundle) => boolean
}

/** RFC 5280, 4.2.1.12. */
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3'

/** signatureForms are the forms of the three files. */
export const signatureForms: Readonly<Record<'signature' | 'certificate' | 'bundle', SignatureForm>> = {
  signature: {
    text: 'the base64 of an ECDSA signature',
    isOf: (text) => isSignature(decodeSignature(text) ?? Buffer.of()),
    isPartOf: (text, { signature }) => decodeSignature(text)?.equals(signature) === true,
  },
  certificate: {
    text: 'one certificate for signing code',
    isOf: isSigningCertificate,
    isPartOf: (text, { certificate }) => decodeCertificate(text)?.raw.equals(certificate) === true,
  },
  bundle: {
    text: "a Sigstore bundle with a file's signature",
    isOf: isBundle,
    isPartOf: () => true,
  },
}

function isSigningCertificate(text: string): boolean {
  // Node leaves it out where the certificate does not say, whatever its types promise.
  const usages: readonly string[] | undefined = decodeCertificate(text)?.keyUsage
  return usages?.includes(CODE_SIGNING) === true
}

function isBundle(text: string): boolean {
  try {
    parseBundle(text)
    return true
  } catch (error) {
    if (error instanceof ActionError) return false
    throw error
  }
}
