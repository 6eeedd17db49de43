/*
 * Owns an OIDC issuer like GitHub's together with the runner's token endpoint, both the sandbox's, on one port of loopback.
 * Signs whatever claims it is given: it is what makes the lab a world of its own.
 */
import { FaultPlan } from '../../sandbox/faults.ts'
import { listen } from '../../sandbox/http.ts'
import { issuerEndpoints, runnerEndpoints, TOKEN_PATH } from '../../sandbox/oidc.ts'
import { type Claims, createTokenSigner, withTokenClaims } from '../../sandbox/token.ts'

/** Issuer is a running issuer. */
export interface Issuer {
  readonly url: string
  /** The value of ACTIONS_ID_TOKEN_REQUEST_URL. */
  readonly requestUrl: string
  /** The claims of the next token; to be set by checks. */
  claims: Readonly<Claims>
  /** How many tokens the runner's endpoint has given. */
  readonly issued: number
  /** A token for an audience, without HTTP. */
  token(audience: string): string
  close(): Promise<void>
}

/** requestToken is the value of ACTIONS_ID_TOKEN_REQUEST_TOKEN that every issuer of the lab wants. */
export const requestToken = 'lab-request-token'

/**
 * startIssuer returns an issuer that listens on 127.0.0.1; its URL says localhost, as tokens and Fulcio do, unless another
 * name leads to it.
 */
export async function startIssuer(port: number, claims: Readonly<Claims>, name?: string): Promise<Issuer> {
  const signer = await createTokenSigner()
  const context = { faults: new FaultPlan(), requests: [], delay: 0 }
  const service = await listen('oidc', context, { host: 'localhost', port })
  const url = name ?? service.url
  const state = { claims }
  const tokens: string[] = []
  service.serve([
    ...issuerEndpoints(url, signer),
    ...runnerEndpoints({ issuer: url, signer, claims: () => state.claims, bearer: requestToken, tokens }),
  ])
  return {
    url,
    requestUrl: service.url + TOKEN_PATH,
    get claims() {
      return state.claims
    },
    set claims(next) {
      state.claims = next
    },
    get issued() {
      return tokens.length
    },
    token: (audience) => signer.sign(withTokenClaims(state.claims, url, audience)),
    close: () => service.close(),
  }
}
