/*
 * Owns the product as the lab sees it: `dist/` started as a runner starts an action, in a job that agrees with the claims
 * of the lab's issuer. Knows inputs and outputs by name, nothing of the sources.
 */
import type { ChildProcess } from 'node:child_process'
import { ACTION_FILE, type ActionResult, DIST, runStep } from '../sandbox/runner/run-step.ts'
import type { Lab } from './lab.ts'
import { requestToken } from './servers/issuer.ts'
import type { RekorVersion } from './servers/trust-material.ts'
import { killOnInterrupt } from './support/run.ts'

/** Step is one step of a workflow. */
export interface Step {
  readonly action: 'sign' | 'verify'
  /** Absolute path. */
  readonly workspace: string
  /** Inputs by their names in action.yml; the others have their defaults. */
  readonly with: Readonly<Record<string, string>>
  /** Added to the job's environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** Milliseconds until it is killed; 2 minutes where left out. */
  readonly limit?: number
  /** A program and its arguments that start the step's process in their turn: to measure it. */
  readonly launcher?: readonly string[]
  /** Called with the process once it runs, to send it signals. */
  readonly started?: (child: ChildProcess) => void
}

/** runLabStep runs one step to its end, whatever that is. */
export function runLabStep(lab: Lab, step: Step): Promise<ActionResult> {
  const { claims } = lab.issuer
  return runStep({
    dist: DIST[step.action],
    actionFile: ACTION_FILE[step.action],
    expressions: { 'job.workflow_ref': String(claims['job_workflow_ref']) },
    with: step.with,
    workspace: step.workspace,
    limit: step.limit ?? 120_000,
    launcher: step.launcher,
    started: (child) => {
      killOnInterrupt(child)
      step.started?.(child)
    },
    environment: {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: String(claims['repository']),
      GITHUB_SHA: String(claims['sha']),
      GITHUB_REF: String(claims['ref']),
      GITHUB_RUN_ID: String(claims['run_id']),
      GITHUB_RUN_ATTEMPT: String(claims['run_attempt']),
      GITHUB_EVENT_NAME: String(claims['event_name']),
      GITHUB_SERVER_URL: 'https://github.com',
      ACTIONS_ID_TOKEN_REQUEST_URL: lab.issuer.requestUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
      ...step.environment,
    },
  })
}

/** labInputs returns the inputs that lead a run to the lab's services, without an artifact: no runner is here to take one. */
export function labInputs(lab: Lab, rekorVersion: RekorVersion): Record<string, string> {
  return {
    'trusted-root': lab.trust.trustedRoot,
    'signing-config': lab.trust.signingConfig[rekorVersion],
    'upload-artifact': 'false',
    'timeout-minutes': '1',
  }
}

/** failureText returns the end of what a run printed, on one line: for a failed check. */
export function failureText({ exitCode, stdout, stderr }: ActionResult): string {
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '')
  return `exit code ${exitCode ?? 'none'}: ${lines.slice(-3).join(' | ')}`
}
