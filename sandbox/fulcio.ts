/*
 * Owns Fulcio's service: checks the token and the proof of possession as the real one does, and has a certificate
 * issued. Must not sign certificates itself.
 */
import { createPublicKey, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { CertificateAuthority, CertificateChanges } from './certificate-authority.ts'
import { pem } from './certificate.ts'
import { extensionsOf, identityOf } from './fulcio-extensions.ts'
import { json } from './http.ts'
import type { Endpoint } from './http.ts'
import type { Reply, Request } from './routes.ts'
import type { Claims, TokenSigner } from './token.ts'

/** FulcioOptions are what the service trusts and how its certificates may differ; `changes` is read at every request. */
export interface FulcioOptions {
  readonly authority: CertificateAuthority
  readonly changes: CertificateChanges
  readonly signer: Promise<TokenSigner>
  readonly issuer: string
  readonly audience: string
  /** The GitHub server that its configuration names. */
  readonly serverUrl: string
}

interface CertificateRequest {
  readonly credentials: { readonly oidcIdentityToken: string }
  readonly publicKeyRequest: { readonly publicKey: { readonly content: string }; readonly proofOfPossession: string }
}

/** fulcioEndpoints serves `POST /api/v2/signingCert` (Fulcio's fulcio.proto). */
export function fulcioEndpoints(options: FulcioOptions): readonly Endpoint[] {
  return [
    {
      route: 'fulcio.certificate',
      method: 'POST',
      path: /^\/api\/v2\/signingCert$/,
      handle: (request) => issue(request, options),
    },
  ]
}

async function issue(request: Request, options: FulcioOptions): Promise<Reply> {
  let token: string
  let publicKey: KeyObject
  let proof: Buffer
  try {
    const { credentials, publicKeyRequest } = JSON.parse(request.body.toString()) as CertificateRequest
    token = credentials.oidcIdentityToken
    publicKey = createPublicKey(publicKeyRequest.publicKey.content)
    proof = Buffer.from(publicKeyRequest.proofOfPossession, 'base64')
  } catch {
    return refuse('The public key supplied in the request could not be parsed')
  }
  const claims = await authenticate(token, options)
  if (claims === undefined) return refuse('There was an error processing the identity token')
  if (!verify('sha256', Buffer.from(String(claims['sub'])), publicKey, proof)) {
    return refuse('The signature supplied in the request could not be verified')
  }
  const leaf = await options.authority.issue({
    publicKey,
    subjectAlternativeName: identityOf(claims, options.serverUrl),
    extensions: extensionsOf(claims, options.changes.extensions, options.serverUrl),
  })
  const certificates = [leaf, ...options.authority.chain].map(pem)
  return json(200, { signedCertificateEmbeddedSct: { chain: { certificates } } })
}

/** The claims of a token that the configured issuer made for Fulcio and that is valid now. */
async function authenticate(token: string, options: FulcioOptions): Promise<Claims | undefined> {
  try {
    const claims = (await options.signer).verify(token)
    const now = Date.now() / 1000
    const valid = Number(claims['exp']) > now && Number(claims['nbf'] ?? 0) <= now
    const ours = claims['iss'] === options.issuer && claims['aud'] === options.audience
    return valid && ours && typeof claims['job_workflow_ref'] === 'string' ? claims : undefined
  } catch {
    return undefined
  }
}

/** A refusal in the form of the gRPC gateway: code 3 is INVALID_ARGUMENT. */
function refuse(message: string): Reply {
  return json(400, { code: 3, message, details: [] })
}
