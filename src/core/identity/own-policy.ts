import type { Policy } from '../bundle/policy.ts'
import { futureIdentity } from './claims.ts'
import type { TokenClaims } from '../types.ts'

/** ownPolicy returns who must have signed for a bundle to be this run's own: the token's identity, for this repository. */
export function ownPolicy(claims: TokenClaims, repository: string): Policy {
  return {
    identity: futureIdentity(claims),
    issuer: claims.issuer,
    sourceRepository: `https://github.com/${repository}`,
    extensions: [],
  }
}
