/*
 * Owns what is said when a release cannot be attached to, whoever finds it out: we, before anything is public, or GitHub.
 */
import { display } from '../shared/display.ts'
import { ActionError, type Transience } from '../shared/errors.ts'

/** releaseNotFound returns E_RELEASE_NOT_FOUND; `what` is like `no release has the tag 'v1'`. */
export function releaseNotFound(what: string, cause?: unknown): ActionError {
  return new ActionError('E_RELEASE_NOT_FOUND', what, {
    fix: `make the release before this step. A draft is seen with \`contents: write\` only; give THIS job the permission:
permissions:
  id-token: write
  contents: write`,
    cause,
  })
}

/** releaseImmutable returns E_RELEASE_IMMUTABLE. */
export function releaseImmutable(cause?: unknown): ActionError {
  return new ActionError('E_RELEASE_IMMUTABLE', 'the release is published and immutable: nothing can be attached', {
    fix: 'attach while it is a draft: make the draft, run this step, publish last',
    cause,
  })
}

/** assetExists returns E_RELEASE_ASSET_EXISTS; `why` says what keeps the asset from being replaced. */
export function assetExists(name: string, why: string, cause?: unknown): ActionError {
  return new ActionError('E_RELEASE_ASSET_EXISTS', `the release already has an asset '${display(name)}': ${why}`, {
    fix: 'it is left as it is: delete it by hand if it may go, and let only one job sign a file of this name',
    cause,
  })
}

/** takenMeanwhile returns the E_RELEASE_ASSET_EXISTS of a name that was free, or ours to replace, before. */
export function takenMeanwhile(name: string): ActionError {
  return assetExists(name, 'what was free, or ours to replace, is so no more')
}

/** beingReplaced returns the E_RELEASE_ASSET_EXISTS of a name whose asset another job replaces by `temporary`. */
export function beingReplaced(name: string, temporary: string): ActionError {
  const other = display(temporary)
  return new ActionError(
    'E_RELEASE_ASSET_EXISTS',
    `another job is replacing '${display(name)}' on the release, or was killed while it did: '${other}' is there`,
    {
      fix: `let only one job at a time sign a file of this name; if no other one runs, delete the asset '${other}' by hand and run this job again`,
    },
  )
}

/** isTaken tells whether an error is E_RELEASE_ASSET_EXISTS. */
export function isTaken(error: unknown): boolean {
  return error instanceof ActionError && error.code === 'E_RELEASE_ASSET_EXISTS'
}

/** notAsUploaded returns E_RELEASE_VERIFY; `problem` is like `does not hold what was uploaded`. */
export function notAsUploaded(name: string, problem: string, transient?: Transience): ActionError {
  return new ActionError('E_RELEASE_VERIFY', `asset '${display(name)}' ${problem}`, {
    fix: 'the signature files of this job are right: take them from its artifact, and find out who else changes this release',
    ...(transient && { transient }),
  })
}

/** releaseFull returns E_RELEASE_LIMIT; `problem` says which limit. */
export function releaseFull(problem: string, cause?: unknown): ActionError {
  return new ActionError('E_RELEASE_LIMIT', problem, {
    fix: 'attach fewer files: sign one list of checksums (`SHA256SUMS`) in place of every file, or use several releases',
    cause,
  })
}
