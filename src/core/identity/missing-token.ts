/*
 * Owns what to say when the runner offers this job no identity token: three causes, told apart.
 */
import { ActionError } from '../shared/errors.ts'
import type { Job } from '../types.ts'

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
export function missingToken(job: Job): ActionError {
  const { message, fix } = refusals[job.withoutToken ?? 'permission']
  return new ActionError('E_OIDC_PERMISSION', message, { fix })
}
