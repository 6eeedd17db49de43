/*
 * Owns what the lab's tokens claim: a release job of lab/iso on a tag, with the claims that GitHub documents for its
 * tokens. Holds no code beside the identity that follows from them.
 */

/** Claims are a token's claims beside iss, aud, sub, jti and the times. */
export type Claims = Readonly<Record<string, string | boolean>>

const sha = '0123456789abcdef0123456789abcdef01234567'
const workflow = 'lab/iso/.github/workflows/release.yml@refs/tags/v1.0.0'

/** releaseClaims are the claims of a push of tag v1.0.0 to lab/iso. */
export const releaseClaims = {
  repository: 'lab/iso',
  repository_id: '1001',
  repository_owner: 'lab',
  repository_owner_id: '2002',
  repository_visibility: 'public',
  ref: 'refs/tags/v1.0.0',
  ref_type: 'tag',
  ref_protected: 'true',
  sha,
  event_name: 'push',
  workflow: 'release',
  workflow_ref: workflow,
  workflow_sha: sha,
  job_workflow_ref: workflow,
  job_workflow_sha: sha,
  run_id: '3003',
  run_number: '7',
  run_attempt: '1',
  runner_environment: 'github-hosted',
  actor: 'lab-user',
  actor_id: '4004',
  head_ref: '',
  base_ref: '',
} as const satisfies Claims

/** personClaims are those of a person who signs from a terminal: the e-mail becomes the identity. */
export const personClaims: Claims = {
  sub: 'lab@example.test',
  email: 'lab@example.test',
  email_verified: true,
  repository_owner: 'lab',
}

/** identityOf returns the identity that Fulcio makes of GitHub's claims: the URL of the workflow file at its ref. */
export function identityOf(claims: Claims): string {
  return `https://github.com/${String(claims['job_workflow_ref'])}`
}
