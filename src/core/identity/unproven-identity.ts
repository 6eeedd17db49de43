/*
 * Owns what a run without a token knows of who it is: what the runner says, which nothing proves. Must not be used to sign.
 */
import { display } from '../shared/display.ts'
import { futureIdentity } from './claims.ts'
import { assertPublishable } from './gates.ts'
import type { Identity, Job, SignInputs } from '../types.ts'

type IdentityInputs = Pick<SignInputs, 'allowPrivateRepository' | 'expectedIdentity' | 'runnerWorkflowRef'>

/** unprovenIdentity returns whom a certificate would probably name; undefined where the runner does not say its workflow. */
export function unprovenIdentity(
  { runnerWorkflowRef }: Pick<IdentityInputs, 'runnerWorkflowRef'>,
  job: Pick<Job, 'serverUrl'>,
): Identity | undefined {
  return runnerWorkflowRef === undefined ? undefined : futureIdentity({ jobWorkflowRef: runnerWorkflowRef }, job)
}

/**
 * assertProbablyPublishable is the gate for private repositories by what the event says of the repository. Throws
 * E_PRIVATE_REPOSITORY, with the values that the runner knows; returns what is left to the gate of a real run.
 */
export function assertProbablyPublishable(
  { repository, sha, eventName, runId, visibility }: Job,
  services: readonly { readonly url: string }[],
  inputs: IdentityInputs,
): string | undefined {
  if (visibility === undefined)
    return 'The event does not say whether this repository is public; the token of a real run does'
  const all = {
    repository,
    ...(inputs.runnerWorkflowRef === undefined ? {} : { job_workflow_ref: inputs.runnerWorkflowRef }),
    sha,
    event_name: eventName,
    run_id: runId,
    repository_visibility: visibility,
  }
  assertPublishable({ repositoryVisibility: visibility, all }, services, inputs)
  return undefined
}

/** differsFromExpected says so where the identity is another than the expected one, as on a pull request; else undefined. */
export function differsFromExpected(
  identity: Identity | undefined,
  { expectedIdentity }: Pick<IdentityInputs, 'expectedIdentity'>,
): string | undefined {
  if (expectedIdentity === undefined || identity === undefined || identity === expectedIdentity) return undefined
  return `Signed from here, it would be refused: the identity would be '${display(identity, 1000)}', not the expected '${display(expectedIdentity, 1000)}'`
}
