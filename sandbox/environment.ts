/*
 * Owns the variables and the event file that a runner gives to a job, made from a token's claims, so that both agree.
 * Must not read the process's own environment.
 */
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { TOKEN_PATH } from './oidc.ts'
import type { Claims } from './token.ts'

/** Environment is a set of variables by name. */
export type Environment = Record<string, string>

/** EnvironmentOptions are where the services listen and what the job is. */
export interface EnvironmentOptions {
  readonly claims: Claims
  readonly urls: { readonly runner: string; readonly artifacts: string; readonly github: string }
  /** Absolute path of a directory for the event file and RUNNER_TEMP. */
  readonly directory: string
  /** The job's bearer; the runner gives the same one for tokens and for artifacts. */
  readonly bearer: string
  /** Origin of the GitHub server. */
  readonly serverUrl: string
}

/** newBearer returns the secret of one job: a JWT with the scope that the artifact library looks for. */
export function newBearer(): string {
  const scp = `Actions.ExampleScope Actions.Results:${randomUUID()}:${randomUUID()}`
  const exp = Math.floor(Date.now() / 1000) + 6 * 60 * 60
  const input = [
    { alg: 'HS256', typ: 'JWT' },
    { scp, exp },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${input}.${createHmac('sha256', randomBytes(32)).update(input).digest('base64url')}`
}

/** runnerEnvironment writes the event file and returns the variables of the job. */
export function runnerEnvironment({ claims, urls, directory, bearer, serverUrl }: EnvironmentOptions): Environment {
  const claim = (name: string) => String(claims[name] ?? '')
  const [eventPath, temporary] = [path.join(directory, 'event.json'), path.join(directory, 'runner-temp')]
  mkdirSync(temporary, { recursive: true })
  writeFileSync(eventPath, JSON.stringify(event(claims)))
  return {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${urls.runner}${TOKEN_PATH}`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
    ACTIONS_RUNTIME_TOKEN: bearer,
    ACTIONS_RUNTIME_URL: `${urls.artifacts}/`,
    ACTIONS_RESULTS_URL: `${urls.artifacts}/`,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: claim('actor'),
    GITHUB_API_URL: urls.github,
    GITHUB_EVENT_NAME: claim('event_name'),
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_JOB: 'sign',
    GITHUB_REF: claim('ref'),
    GITHUB_REF_NAME: claim('ref').split('/').slice(2).join('/'),
    GITHUB_REF_TYPE: claim('ref_type'),
    GITHUB_REPOSITORY: claim('repository'),
    GITHUB_REPOSITORY_ID: claim('repository_id'),
    GITHUB_REPOSITORY_OWNER: claim('repository_owner'),
    GITHUB_REPOSITORY_OWNER_ID: claim('repository_owner_id'),
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_RUN_ATTEMPT: claim('run_attempt'),
    GITHUB_RUN_ID: claim('run_id'),
    GITHUB_RUN_NUMBER: claim('run_number'),
    GITHUB_SERVER_URL: serverUrl,
    GITHUB_SHA: claim('sha'),
    GITHUB_WORKFLOW: claim('workflow'),
    GITHUB_WORKFLOW_REF: claim('workflow_ref'),
    GITHUB_WORKFLOW_SHA: claim('workflow_sha'),
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: claim('runner_environment'),
    RUNNER_NAME: 'sandbox',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: temporary,
  }
}

/** The part of the event that says whose repository this is. */
function event(claims: Claims): Record<string, unknown> {
  const visibility = claims['repository_visibility']
  return {
    ref: claims['ref'],
    repository: {
      id: Number(claims['repository_id']),
      full_name: claims['repository'],
      private: visibility !== 'public',
      visibility,
    },
  }
}
