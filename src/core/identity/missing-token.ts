/*
 * Owns what happens when the runner offers this job no identity token: three causes, told apart, and whether the run fails or
 * is passed over.
 */
import { ActionError } from '../shared/errors.ts'
import type { Job, SignInputs } from '../types.ts'

const PERMISSION = `add 'permissions: id-token: write' to THIS job, and to no other:
permissions: {}             # workflow level: nothing
jobs:
  sign:
    permissions:
      id-token: write       # this job only
      contents: read`

const SKIP =
  "sign on push, release or workflow_dispatch; 'on-missing-token: skip' passes over such runs with signed=false"

const refusals = {
  fork: { message: 'GitHub does not give OIDC tokens to pull requests from forks', fix: SKIP },
  dependabot: { message: 'GitHub does not give OIDC tokens to runs that Dependabot starts', fix: SKIP },
  permission: { message: 'This job has no permission to request an OIDC token', fix: PERMISSION },
} as const

/** missingToken returns the E_OIDC_PERMISSION of a job for which `offersToken` is false. */
export function missingToken(job: Pick<Job, 'withoutToken'>): ActionError {
  const { message, fix } = refusals[job.withoutToken ?? 'permission']
  return new ActionError('E_OIDC_PERMISSION', message, { fix })
}

/**
 * skippedRun returns what to warn of where this run signs nothing, as the inputs ask for: GitHub gives it no token, whatever
 * its permissions are. Undefined where there is a token; throws E_OIDC_PERMISSION where none is and that is a failure.
 */
export function skippedRun(
  job: Pick<Job, 'offersToken' | 'withoutToken'>,
  { onMissingToken }: Pick<SignInputs, 'onMissingToken'>,
): string | undefined {
  if (job.offersToken) return undefined
  if (onMissingToken === 'fail' || job.withoutToken === undefined) throw missingToken(job)
  return `Nothing was signed: ${missingToken(job).message}`
}
