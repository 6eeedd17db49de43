/*
 * Owns an OIDC issuer like GitHub's together with the runner's token endpoint, on loopback. Signs whatever claims it is
 * given: it is what makes the lab a world of its own.
 */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import { closeServer, listenOnLoopback } from '../../sandbox/loopback.ts'
import type { Claims } from './claims.ts'

/** Issuer is a running issuer. */
export interface Issuer {
  readonly url: string
  /** The value of ACTIONS_ID_TOKEN_REQUEST_URL. */
  readonly requestUrl: string
  /** The claims of the next token; to be set by checks. */
  claims: Claims
  /** How many tokens the runner's endpoint has given. */
  readonly issued: number
  /** A token for an audience, without HTTP. */
  token(audience: string): string
  close(): Promise<void>
}

/** requestToken is the value of ACTIONS_ID_TOKEN_REQUEST_TOKEN that every issuer of the lab wants. */
export const requestToken = 'lab-request-token'

const tokenPath = '/runner/idtoken'
const keyId = 'lab-1'

/** startIssuer returns an issuer that listens on 127.0.0.1; its URL says localhost, as tokens and Fulcio do. */
export async function startIssuer(port: number, claims: Claims): Promise<Issuer> {
  const url = `http://localhost:${port}`
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = { ...publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: keyId }
  const state = { claims, issued: 0 }
  const token = (audience: string | undefined) => {
    const now = Math.floor(Date.now() / 1000)
    const { claims } = state
    const payload = {
      // GitHub's default audience is the URL of the owner.
      aud: audience ?? `https://github.com/${String(claims['repository_owner'])}`,
      sub: `repo:${String(claims['repository'])}:ref:${String(claims['ref'])}`,
      ...claims,
      iss: url,
      jti: randomUUID(),
      iat: now,
      nbf: now - 300,
      exp: now + 300,
    }
    const input = `${encode({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${encode(payload)}`
    return `${input}.${sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url')}`
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    if (pathname === '/.well-known/openid-configuration') answer(response, 200, discovery(url))
    else if (pathname === '/.well-known/jwks') answer(response, 200, { keys: [key] })
    else if (pathname !== tokenPath) answer(response, 404, {})
    else if (!isAuthorized(request.headers.authorization)) answer(response, 401, { message: 'bad token' })
    else {
      state.issued += 1
      const value = token(searchParams.get('audience') ?? undefined)
      answer(response, 200, { count: value.length, value })
    }
  })
  await listenOnLoopback(server, port)
  return {
    url,
    requestUrl: `${url}${tokenPath}?api-version=2.0`,
    get claims() {
      return state.claims
    },
    set claims(next) {
      state.claims = next
    },
    get issued() {
      return state.issued
    },
    token,
    close: () => closeServer(server),
  }
}

/** The scheme's name in any case (RFC 9110, section 11.1): cosign and sigstore-python write it small. */
function isAuthorized(header = ''): boolean {
  const [scheme = '', token] = header.split(' ')
  return scheme.toLowerCase() === 'bearer' && token === requestToken
}

function discovery(url: string): object {
  return {
    issuer: url,
    jwks_uri: `${url}/.well-known/jwks`,
    subject_types_supported: ['public'],
    response_types_supported: ['id_token'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
