/*
 * Owns getting a token and a certificate for a new key, checked against the job before and after Fulcio, and getting
 * new ones when they run out in the middle of an outage. Must not sign files.
 */
import { usableUntil } from '../bundle/certificate.ts'
import { generateSigningKey } from '../bundle/ecdsa.ts'
import { ActionError } from '../shared/errors.ts'
import { assertClaims, decodeClaims } from './claims.ts'
import { assertEvent, assertExpected, assertIssuer, assertPublishable } from './gates.ts'
import { assertIssued } from './issued-certificate.ts'
import type {
  Certificate,
  Credential,
  IdentityProvider,
  IdentityToken,
  Job,
  SignInputs,
  SigningKey,
  SignServices,
  TokenClaims,
  Tools,
} from '../types.ts'

/** A token with less life left than this (milliseconds) is not worth another try. */
const SHORT_LIFE = 60_000

/** CredentialPorts is what getting credentials needs. */
export interface CredentialPorts {
  readonly tools: Tools
  readonly identity: IdentityProvider
  /** Whom the token and what the certificate says go to. */
  readonly services: Pick<SignServices, 'certificateAuthority' | 'transparencyLogs'>
  readonly inputs: Pick<SignInputs, 'allowPrivateRepository' | 'audience' | 'expectedIdentity' | 'runnerWorkflowRef'>
  readonly job: Job
  /** Milliseconds since the epoch: the end of the run's budget. */
  readonly deadline: number
}

/** CredentialSource gives all files of a run the same credential, and a new one when that has run out. */
export interface CredentialSource {
  /** Throws E_OIDC_*, E_EVENT_REFUSED, E_EXPECTED_IDENTITY, E_PRIVATE_REPOSITORY, E_FULCIO_*, E_CERT_*. */
  current(): Promise<Credential>
}

/** credentialSource asks for nothing yet; the first `current` does. */
export function credentialSource(ports: CredentialPorts): CredentialSource {
  let latest: Promise<Credential> | undefined
  let held: Credential | undefined
  const renewed = async (): Promise<Credential> => {
    held = await obtain(ports)
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

async function obtain(ports: CredentialPorts): Promise<Credential> {
  const { deadline, job } = ports
  const { clock, log } = ports.tools
  let rejected = false
  for (;;) {
    const { token, claims } = await requestToken(ports)
    const key = generateSigningKey()
    try {
      const certificate = await requestCertificate(ports, token, key, claims)
      log.info(
        'Fulcio issued a certificate: it stays in the certificate transparency log, whatever becomes of this run',
      )
      assertIssued(certificate, { key, claims, job, now: clock.now() })
      return { key, certificate, claims }
    } catch (error) {
      if (!(error instanceof ActionError) || clock.now() >= deadline) throw error
      const old = claims.expiresAt * 1000 - clock.now() < SHORT_LIFE
      const refused: boolean = error.code === 'E_FULCIO_TOKEN_REJECTED' && !rejected
      if (!old || !(refused || error.transient !== undefined)) throw error
      rejected = refused
      log.info('The token has run out; asking for a new one')
    }
  }
}

async function requestToken(ports: CredentialPorts): Promise<{ token: IdentityToken; claims: TokenClaims }> {
  const { deadline, identity, inputs, job, services } = ports
  const { call, clock, log } = ports.tools
  const { token, claims } = await call({
    service: 'token',
    url: identity.url,
    deadline,
    attempt: async (signal) => {
      const raw = await identity.token(inputs.audience, signal)
      return { token: raw, claims: decodeClaims(raw) }
    },
  })
  assertClaims(claims, job, inputs.audience, clock.now())
  assertIssuer(claims, job, services.certificateAuthority)
  const warnings = [assertEvent(claims, job), assertExpected(claims, job, inputs)]
  for (const warning of warnings) if (warning !== undefined) log.warning(warning)
  assertPublishable(claims, [services.certificateAuthority, ...services.transparencyLogs], inputs)
  return { token, claims }
}

async function requestCertificate(
  { deadline, services, tools }: CredentialPorts,
  token: IdentityToken,
  key: SigningKey,
  claims: TokenClaims,
): Promise<Certificate> {
  return tools.call({
    service: 'certificateAuthority',
    url: services.certificateAuthority.url,
    deadline: Math.min(deadline, claims.expiresAt * 1000),
    attempt: (signal) => services.certificateAuthority.issue(token, key, signal),
  })
}
