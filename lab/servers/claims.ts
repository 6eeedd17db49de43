/*
 * Owns what the lab's tokens claim beside iss, aud, sub, jti and the times.
 */
import { type Claims, githubClaims } from '../../sandbox/token.ts'

/** releaseClaims are the claims of a push of tag v1.0.0 to lab/iso. */
export const releaseClaims: Readonly<Claims> = githubClaims('lab/iso')

/** personClaims are those of a person who signs from a terminal: the e-mail becomes the identity. */
export const personClaims: Readonly<Claims> = {
  sub: 'lab@example.test',
  email: 'lab@example.test',
  email_verified: true,
  repository_owner: 'lab',
}
