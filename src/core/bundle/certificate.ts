/*
 * Owns what a signing certificate must be by itself, and what it says of its signer. Whether it chains to a trusted Fulcio is
 * checked with the whole bundle, since a chain needs a signed time.
 */
import { display } from '../shared/display.ts'
import { ActionError, type ErrorCode } from '../shared/errors.ts'
import { isSupportedKey } from './ecdsa.ts'
import type { Certificate, Identity, Issuer } from '../types.ts'

/** extensionNumber names the last number of Fulcio's extensions 1.3.6.1.4.1.57264.1.N (docs/oid-info.md). */
export const extensionNumber = {
  issuer: 8,
  runnerEnvironment: 11,
  sourceRepository: 12,
  sourceDigest: 13,
  sourceRef: 14,
  runInvocation: 21,
  environment: 23,
} as const

/** Milliseconds before its end at which a certificate counts as run out. */
const LAST_MOMENT = 2_000

/** usableUntil returns until when (milliseconds since the epoch) to sign: log entry and timestamp must fall inside its life. */
export function usableUntil({ notAfter }: Certificate): number {
  return notAfter - LAST_MOMENT
}

/** assertUsage throws E_CERT_USAGE unless the certificate is for signing code and nothing above that; the engine does not look. */
export function assertUsage(certificate: Certificate): void {
  const problem = certificate.isAuthority
    ? 'is a certificate authority'
    : !certificate.hasDigitalSignature
      ? 'is not for digital signatures'
      : !certificate.hasCodeSigning
        ? 'is not for code signing'
        : undefined
  if (problem !== undefined) throw refused('E_CERT_USAGE', problem)
}

/** assertKeyType throws E_CERT_KEY unless the key is on one of the NIST curves P-256, P-384 and P-521. */
export function assertKeyType({ publicKey }: Certificate): void {
  if (isSupportedKey(publicKey)) return
  const type = publicKey.asymmetricKeyDetails?.namedCurve ?? publicKey.asymmetricKeyType ?? 'unknown'
  throw refused('E_CERT_KEY', `is for a key of type '${display(type)}', not on P-256, P-384 or P-521`)
}

/**
 * soleIdentity returns the identity of a certificate that names nothing else, in the kind of name that such an identity has.
 * Else it throws E_CERT_IDENTITY: a verifier that reads another name, or another kind, would take somebody else for the signer.
 */
export function soleIdentity({ subjectNames }: Certificate): Identity {
  const [name, ...others] = subjectNames
  if (name === undefined || others.length > 0) {
    const kinds = subjectNames.map(({ kind }) => kind).join(', ')
    throw refused(
      'E_CERT_IDENTITY',
      `carries ${String(subjectNames.length)} names instead of one${kinds && `: ${kinds}`}`,
    )
  }
  if (!('identity' in name)) {
    throw refused(
      'E_CERT_IDENTITY',
      `names its signer in the form ${name.kind}, which is neither a URI nor an e-mail address`,
    )
  }
  const { kind, identity } = name
  const expected = kindOf(identity)
  if (kind === expected) return identity
  throw refused('E_CERT_IDENTITY', `carries '${display(identity, 1000)}' as ${kind} instead of ${expected}`)
}

/** A URI starts with a scheme (RFC 3986, 3.1); no e-mail address has a colon there. */
function kindOf(identity: Identity): 'uniformResourceIdentifier' | 'rfc822Name' {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(identity) ? 'uniformResourceIdentifier' : 'rfc822Name'
}

/** soleIssuer returns the certificate's OIDC issuer; throws E_CERT_ISSUER when it names none. */
export function soleIssuer(certificate: Certificate): Issuer {
  if (certificate.issuer === undefined) throw refused('E_CERT_ISSUER', 'names no issuer')
  return certificate.issuer
}

/** Certificates from before 2023 have these older extensions alone: number by the number that took its place. */
const OLDER: Readonly<Partial<Record<number, number>>> = {
  [extensionNumber.sourceDigest]: 3,
  [extensionNumber.sourceRef]: 6,
}
const OLDER_REPOSITORY = 5

/** extensionValue returns what the certificate says in an extension, or in the older one that it took the place of. */
export function extensionValue({ extensions }: Certificate, number: number): string | undefined {
  const older = OLDER[number]
  return extensions[number] ?? (older === undefined ? undefined : extensions[older])
}

/** sourceRepository returns `https://HOST/OWNER/REPO` of the certificate's source repository, where it names one. */
export function sourceRepository({ extensions }: Certificate): string | undefined {
  const older = extensions[OLDER_REPOSITORY]
  return (
    extensions[extensionNumber.sourceRepository] ?? (older === undefined ? undefined : `https://github.com/${older}`)
  )
}

/** refused returns the error of a certificate: `The certificate <problem>`. */
export function refused(code: ErrorCode, problem: string): ActionError {
  return new ActionError(code, `The certificate ${problem}`, {
    fix: 'do not trust this certificate; check which Fulcio and which identity are meant',
  })
}
