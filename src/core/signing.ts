/*
 * Owns the facts of a signing run that every report tells. Must not format them.
 */
import { ActionError } from './shared/errors.ts'
import type { Job, SignInputs, Signing, WrittenSubject } from './types.ts'

/** PUBLIC_TUF is Sigstore's public good TUF repository. */
export const PUBLIC_TUF = 'https://tuf-repo-cdn.sigstore.dev'

/** describeSigning sums up what was written; a run has at least one subject. */
export function describeSigning(
  subjects: readonly WrittenSubject[],
  { trustSource }: Pick<SignInputs, 'trustSource'>,
  { repository, workspace }: Pick<Job, 'repository' | 'workspace'>,
): Signing {
  const [first] = subjects
  if (first === undefined) {
    throw new ActionError('E_INPUT_FILES', 'There is nothing to sign', { fix: 'name files in `files` or `checksums`' })
  }
  const { identity, issuer } = first.verified
  const publicInstance = trustSource.kind === 'tuf' && (trustSource.url ?? PUBLIC_TUF) === PUBLIC_TUF
  const given = trustSource.kind === 'files' ? { trustedRootPath: trustSource.trustedRoot } : {}
  return { subjects, identity, issuer, repository, workspace, publicInstance, ...given }
}
