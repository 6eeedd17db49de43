import type { Policy } from '../bundle/policy.ts'
import { futureIdentity, futureRepository } from './claims.ts'
import type { Job, TokenClaims } from '../types.ts'

/** ownPolicy returns who must have signed for a bundle to be this run's own: the token's identity, for this repository. */
export function ownPolicy(claims: TokenClaims, job: Pick<Job, 'repository' | 'serverUrl'>): Policy {
  return {
    identity: futureIdentity(claims, job),
    issuer: claims.issuer,
    sourceRepository: futureRepository(job),
    extensions: [],
  }
}
