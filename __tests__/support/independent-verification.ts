/*
 * Owns the second opinion on what the sandbox's workflow signed: by OpenSSL, where there is one, and by the Sigstore engine.
 */
import { checkWithOpenssl } from '../../sandbox/openssl.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { checkWithEngine } from '../../sandbox/second-opinion.ts'

/** identityIn returns the identity that the sandbox's Fulcio certifies for its claims. */
export function identityIn(sandbox: Sandbox): string {
  return `${sandbox.serverUrl}/${String(sandbox.claims['job_workflow_ref'])}`
}

/** verifyIndependently throws unless `output`.sig, .pem and .sigstore.json verify for `file`, as signed by the sandbox's workflow. */
export function verifyIndependently(file: string, sandbox: Sandbox, output = file): void {
  const issuer = String(sandbox.claims['iss'] ?? sandbox.urls.oidc)
  checkWithEngine(file, sandbox.trustedRootPath, { identity: identityIn(sandbox), issuer }, output)
  checkWithOpenssl(file, output)
}
