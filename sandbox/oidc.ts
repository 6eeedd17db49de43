/*
 * Owns the two services that give a job its identity token: the OIDC issuer (discovery and keys, as GitHub serves
 * them) and the runner's token endpoint. Must not decide what the claims are.
 */
import { json } from './http.ts'
import type { Endpoint } from './http.ts'
import { withTokenClaims } from './token.ts'
import type { Claims, TokenSigner } from './token.ts'

/** issuerEndpoints serves OpenID Connect Discovery 1.0 and the key set for `issuer`. */
export function issuerEndpoints(issuer: string, signer: TokenSigner | Promise<TokenSigner>): readonly Endpoint[] {
  const discovery = {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks`,
    subject_types_supported: ['public', 'pairwise'],
    response_types_supported: ['id_token'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
    claims_supported: ['sub', 'aud', 'exp', 'iat', 'iss', 'jti', 'nbf'],
  }
  return [
    {
      route: 'oidc.discovery',
      method: 'GET',
      path: /^\/\.well-known\/openid-configuration$/,
      handle: () => json(200, discovery),
    },
    {
      route: 'oidc.keys',
      method: 'GET',
      path: /^\/\.well-known\/jwks$/,
      handle: async () => json(200, { keys: [(await signer).key] }),
    },
  ]
}

/** RunnerOptions are what the token endpoint needs; `claims` is asked for those of every token. */
export interface RunnerOptions {
  readonly issuer: string
  readonly signer: TokenSigner | Promise<TokenSigner>
  readonly claims: () => Readonly<Claims>
  /** The bearer that a job must show (`ACTIONS_ID_TOKEN_REQUEST_TOKEN`). */
  readonly bearer: string
  /** Every token given out is added here. */
  readonly tokens: string[]
}

/** TOKEN_PATH is the path and query of `ACTIONS_ID_TOKEN_REQUEST_URL`; clients add `&audience=`. */
export const TOKEN_PATH = '/idtoken/job/1?api-version=2.0'

/** runnerEndpoints serves the runner's token endpoint. */
export function runnerEndpoints(options: RunnerOptions): readonly Endpoint[] {
  return [
    {
      route: 'runner.token',
      method: 'GET',
      path: /^\/idtoken\/job\/1$/,
      async handle({ headers, url }) {
        if (!isAuthorized(headers.authorization, options.bearer)) return json(401, { message: 'bad request token' })
        if (url.searchParams.get('api-version') !== '2.0') return json(400, { message: 'no api-version' })
        const audience = url.searchParams.get('audience') ?? undefined
        const value = (await options.signer).sign(withTokenClaims(options.claims(), options.issuer, audience))
        options.tokens.push(value)
        return json(200, { count: value.length, value })
      },
    },
  ]
}

/** The scheme's name in any case (RFC 9110, section 11.1): cosign and sigstore-python write it small. */
function isAuthorized(header = '', bearer: string): boolean {
  const [scheme = '', token] = header.split(' ')
  return scheme.toLowerCase() === 'bearer' && token === bearer
}
