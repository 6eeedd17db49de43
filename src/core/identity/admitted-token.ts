/*
 * Owns getting the runner's token past every gate: nothing of it is public yet. Must not send it anywhere.
 */
import { assertClaims, decodeClaims } from './claims.ts'
import { assertEvent, assertExpected, assertIssuer, assertPublishable } from './gates.ts'
import type { IdentityProvider, IdentityToken, Job, SignInputs, TokenClaims, Tools } from '../types.ts'

/** TokenPorts is what getting a token needs. */
export interface TokenPorts {
  readonly tools: Tools
  readonly identity: IdentityProvider
  /** The Fulcio that the token is meant for, and the logs that get the certificate. */
  readonly services: {
    readonly certificateAuthority: { readonly url: string }
    readonly transparencyLogs: readonly { readonly url: string }[]
  }
  readonly inputs: Pick<SignInputs, 'allowPrivateRepository' | 'audience' | 'expectedIdentity' | 'runnerWorkflowRef'>
  readonly job: Job
  /** Milliseconds since the epoch: the end of the run's budget. */
  readonly deadline: number
}

/** AdmittedToken is a token that passed every gate, and what it says. */
export interface AdmittedToken {
  readonly token: IdentityToken
  readonly claims: TokenClaims
}

/**
 * admittedToken asks the runner for a token, until the signal is aborted. Throws E_OIDC_*, E_EVENT_REFUSED,
 * E_EXPECTED_IDENTITY, E_PRIVATE_REPOSITORY, or the signal's reason.
 */
export async function admittedToken(ports: TokenPorts, signal?: AbortSignal): Promise<AdmittedToken> {
  const { deadline, identity, inputs, job } = ports
  const { certificateAuthority, transparencyLogs } = ports.services
  const { call, clock, log } = ports.tools
  const { token, claims } = await call({
    service: 'token',
    url: identity.url,
    deadline,
    ...(signal && { signal }),
    attempt: async (ofTry) => {
      // A token is not public: nothing is lost where its answer is not heard out.
      const either = signal === undefined ? ofTry : AbortSignal.any([ofTry, signal])
      const raw = await identity.token(inputs.audience, either)
      return { token: raw, claims: decodeClaims(raw) }
    },
  })
  signal?.throwIfAborted()
  assertClaims(claims, job, inputs.audience, clock.now())
  assertIssuer(claims, job, certificateAuthority)
  const warnings = [assertEvent(claims, job), assertExpected(claims, job, inputs)]
  for (const warning of warnings) if (warning !== undefined) log.warning(warning)
  assertPublishable(claims, [certificateAuthority, ...transparencyLogs], inputs)
  return { token, claims }
}
