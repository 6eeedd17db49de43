/*
 * Owns who may do what: the token, the permission `contents`, and what GitHub answers to those who may not. Must not know
 * what a request is about.
 */
import type { Reply, Request } from '../routes.ts'
import type { Releases } from './releases.ts'
import { refusal } from './views.ts'
import type { Hosts } from './views.ts'

/** GitHub is what all its endpoints share. */
export interface GitHub {
  readonly releases: Releases
  readonly hosts: Hosts
  /** Whether the repository is a private one, as its claims say now. */
  isPrivate(): boolean
}

/** Granted is what the sender of a request may do with the repository's contents. */
export type Granted = Releases['contents']

/** admit calls `handle` for those who may read or write, as `need` says, and refuses the others as GitHub does. */
export function admit(
  github: GitHub,
  request: Request,
  need: 'read' | 'write',
  handle: (granted: Granted) => Reply,
): Reply {
  const { authorization } = request.headers
  const isKnown = [`token ${github.releases.token}`, `Bearer ${github.releases.token}`].includes(authorization ?? '')
  if (authorization !== undefined && !isKnown) return refusal(401, 'Bad credentials')
  if (!isOurs(request.url.pathname, github.hosts)) return refusal(404, 'Not Found')
  const granted = isKnown ? github.releases.contents : 'none'
  const mayRead = granted !== 'none' || !github.isPrivate()
  if (!isKnown && !mayRead) return refusal(404, 'Not Found')
  if (!isKnown && need === 'write') return refusal(401, 'Requires authentication')
  const may = need === 'read' ? mayRead : granted === 'write'
  return may ? handle(granted) : refusal(403, 'Resource not accessible by integration')
}

function isOurs(pathname: string, { repository, repositoryId }: Hosts): boolean {
  const path = pathname.toLowerCase()
  return path.includes(`/repos/${repository.toLowerCase()}/`) || path.startsWith(`/repositories/${repositoryId}/`)
}
