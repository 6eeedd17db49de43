/*
 * Owns JSON Web Tokens (RFC 7519): the claims of GitHub's, their signing with RS256 and the check of one that came in.
 * Must not serve HTTP.
 */
import { generateKeyPair, randomUUID, sign, verify } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

/** Claims are a token's claims by name. */
export type Claims = Record<string, string | number | boolean>

/** TokenSigner makes and checks the tokens of one issuer. */
export interface TokenSigner {
  /** Public key as a JWK. */
  readonly key: JsonWebKey
  sign(claims: Claims): string
  /** Returns the claims of a token that this issuer signed; throws where it did not. */
  verify(token: string): Claims
}

const KEY_ID = 'sandbox-1'
const SHA = '0123456789abcdef0123456789abcdef01234567'

/** githubClaims returns the claims of a push of tag v1.0.0 to a public repository, `OWNER/NAME`, as GitHub names them. */
export function githubClaims(repository = 'octo-org/example-iso'): Claims {
  const workflow = `${repository}/.github/workflows/release.yml@refs/tags/v1.0.0`
  return {
    repository,
    repository_id: '1001',
    repository_owner: repository.split('/')[0] ?? '',
    repository_owner_id: '2002',
    repository_visibility: 'public',
    ref: 'refs/tags/v1.0.0',
    ref_type: 'tag',
    ref_protected: 'true',
    sha: SHA,
    event_name: 'push',
    workflow: 'release',
    workflow_ref: workflow,
    workflow_sha: SHA,
    job_workflow_ref: workflow,
    job_workflow_sha: SHA,
    run_id: '3003',
    run_number: '7',
    run_attempt: '1',
    runner_environment: 'github-hosted',
    actor: 'octocat',
    actor_id: '4004',
    head_ref: '',
    base_ref: '',
  }
}

/** withTokenClaims adds what every token has to `claims`; a claim that is there already stays as it is. */
export function withTokenClaims(claims: Readonly<Claims>, issuer: string, audience: string | undefined): Claims {
  const now = Math.floor(Date.now() / 1000)
  return {
    iss: issuer,
    aud: audience ?? `https://github.com/${String(claims['repository_owner'])}`,
    sub: `repo:${String(claims['repository'])}:ref:${String(claims['ref'])}`,
    jti: randomUUID(),
    iat: now,
    nbf: now - 300,
    exp: now + 300,
    ...claims,
  }
}

const makeKeys = () => promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
let keys: ReturnType<typeof makeKeys> | undefined

/** createTokenSigner returns a signer; all of a process share one RSA key, for making one takes longer than all else here. */
export async function createTokenSigner(): Promise<TokenSigner> {
  keys ??= makeKeys()
  const { publicKey, privateKey } = await keys
  return {
    key: { ...publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: KEY_ID },
    sign: (claims) => signToken(claims, privateKey),
    verify: (token) => verifyToken(token, publicKey),
  }
}

function signToken(claims: Claims, key: KeyObject): string {
  const input = [{ alg: 'RS256', typ: 'JWT', kid: KEY_ID }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
}

function verifyToken(token: string, key: KeyObject): Claims {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.')
  const { alg } = parse(header)
  if (rest.length > 0 || alg !== 'RS256') throw new Error('not a JWT with RS256')
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) {
    throw new Error('failed to verify signature')
  }
  return parse(payload)
}

/** The claims in one part of a token; throws where it is no JSON object. Lists and objects are none of GitHub's claims. */
function parse(part: string): Claims {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
  if (typeof value !== 'object' || value === null) throw new Error('not a JSON object')
  const claims: Claims = {}
  for (const [name, claim] of Object.entries(value)) {
    if (typeof claim === 'string' || typeof claim === 'number' || typeof claim === 'boolean') claims[name] = claim
  }
  return claims
}
