/*
 * Owns getting a token and a certificate for a new key, checked against the job before and after Fulcio, and getting
 * new ones when they run out in the middle of an outage. Must not sign files.
 */
import { usableUntil } from '../bundle/certificate.ts'
import { ActionError } from '../shared/errors.ts'
import { admittedToken, type AdmittedToken, type TokenPorts } from './admitted-token.ts'
import { assertIssued } from './issued-certificate.ts'
import { generateSigningKey } from './signing-key.ts'
import type { Certificate, CertificateAuthority, Credential, IdentityToken, SigningKey, TokenClaims } from '../types.ts'

/** A token with less life left than this (milliseconds) is not worth another try. */
const SHORT_LIFE = 60_000

/** CredentialPorts is what getting credentials needs: what a token needs, and the Fulcio that takes it. */
export type CredentialPorts = TokenPorts & {
  readonly services: { readonly certificateAuthority: CertificateAuthority }
}

/** CredentialSource gives all files of a run the same credential, and a new one when that has run out. */
export interface CredentialSource {
  /** Throws E_OIDC_*, E_EVENT_REFUSED, E_EXPECTED_IDENTITY, E_PRIVATE_REPOSITORY, E_FULCIO_*, E_CERT_*. */
  current(): Promise<Credential>
}

/** credentialSource asks for nothing yet; the first `current` does, with the token that the run has already, where it has one. */
export function credentialSource(ports: CredentialPorts, first?: AdmittedToken): CredentialSource {
  let unused = first
  const nextToken = (): Promise<AdmittedToken> => {
    const held = unused
    unused = undefined
    const now = ports.tools.clock.now()
    return held !== undefined && !hasAged(held, now) ? Promise.resolve(held) : admittedToken(ports)
  }
  let latest: Promise<Credential> | undefined
  let held: Credential | undefined
  const renewed = async (): Promise<Credential> => {
    held = await obtain(ports, nextToken)
    return held
  }
  return {
    current: () => {
      if (held !== undefined && ports.tools.clock.now() >= usableUntil(held.certificate)) {
        ports.tools.log.info('The certificate has run out; asking for a new one')
        latest = undefined
        held = undefined
      }
      latest ??= renewed()
      return latest
    },
  }
}

async function obtain(ports: CredentialPorts, nextToken: () => Promise<AdmittedToken>): Promise<Credential> {
  const { deadline, job } = ports
  const { clock, log } = ports.tools
  let rejected = false
  for (;;) {
    const admitted = await nextToken()
    const { token, claims } = admitted
    const key = generateSigningKey()
    try {
      const certificate = await requestCertificate(ports, token, key, claims)
      log.info('Certificate issued: from here on it is public, in the certificate transparency log')
      assertIssued(certificate, { key, claims, job, now: clock.now() })
      return { key, certificate, claims }
    } catch (error) {
      if (!(error instanceof ActionError) || clock.now() >= deadline) throw error
      const old = isOld(admitted, clock.now())
      const refused: boolean = error.code === 'E_FULCIO_TOKEN_REJECTED' && !rejected
      if (!old || !(refused || error.transient !== undefined)) throw error
      rejected = refused
      log.info('The token has run out; asking for a new one')
    }
  }
}

/** One that was short-lived when it came is no better anew. */
function hasAged(token: AdmittedToken, now: number): boolean {
  return isOld(token, now) && !isOld(token, token.claims.issuedAt * 1000)
}

function isOld({ claims }: AdmittedToken, now: number): boolean {
  return claims.expiresAt * 1000 - now < SHORT_LIFE
}

async function requestCertificate(
  { deadline, services: { certificateAuthority }, tools }: CredentialPorts,
  token: IdentityToken,
  key: SigningKey,
  claims: TokenClaims,
): Promise<Certificate> {
  return tools.call({
    service: 'certificateAuthority',
    url: certificateAuthority.url,
    deadline: Math.min(deadline, claims.expiresAt * 1000),
    attempt: (signal) => certificateAuthority.issue(token, key, signal),
  })
}
