/*
 * Owns the reading of the runner's environment variables into a Job. Must not read the environment itself: it is given.
 */
import path from 'node:path'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { GITHUB } from '../shared/public-instances.ts'
import type { Job } from '../types.ts'

/** Environment is a process environment. */
export type Environment = Readonly<Record<string, string | undefined>>

/** TokenRequest is the way to the runner's token endpoint; the bearer is a secret, so it is no part of a Job. */
export interface TokenRequest {
  readonly url: string
  readonly bearer: string
}

/** variable returns the value of a variable, or undefined where it is not set or empty. */
export function variable(env: Environment, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name]
}

const GITHUB_API = 'https://api.github.com'
const NOT_IN_ACTIONS = 'use this as a step of a GitHub Actions workflow (`uses:`); the runner sets these variables'

// Dependabot's runs of these events get a token that may only read; see GitHub's "Dependabot on GitHub Actions".
const restrictedForDependabot = [
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
  'create',
  'deployment',
  'deployment_status',
]

/**
 * readJob returns what the runner says about this job; `readEvent` returns the parsed JSON of the event file, or throws.
 * Throws E_ENV when a variable that the runner always sets is missing, and when the event of a `workflow_run` cannot be
 * read, for then nobody knows what started the run that it follows.
 */
export function readJob(env: Environment, readEvent: (file: string) => unknown): Job {
  const eventName = required(env, 'GITHUB_EVENT_NAME')
  const repository = required(env, 'GITHUB_REPOSITORY')
  const event = readableEvent(env, readEvent)
  const sourceEvent = eventName === 'workflow_run' ? sourceOf(event) : undefined
  const withoutToken = whyNoToken(env, eventName, repository, event)
  const visibility = visibilityOf(event)
  return {
    repository,
    sha: required(env, 'GITHUB_SHA'),
    runId: required(env, 'GITHUB_RUN_ID'),
    runAttempt: attempt(env),
    eventName,
    apiUrl: (variable(env, 'GITHUB_API_URL') ?? GITHUB_API).replace(/\/+$/, ''),
    serverUrl: (variable(env, 'GITHUB_SERVER_URL') ?? GITHUB).replace(/\/+$/, ''),
    workspace: path.resolve(required(env, 'GITHUB_WORKSPACE')),
    temporaryDirectory: path.resolve(required(env, 'RUNNER_TEMP')),
    offersToken: tokenRequest(env) !== undefined,
    ...(withoutToken === undefined ? {} : { withoutToken }),
    ...(visibility === undefined ? {} : { visibility }),
    ...(sourceEvent === undefined ? {} : { sourceEvent }),
  }
}

/** tokenRequest returns where this job's identity token is to be had, and the bearer to show there; undefined where it is not. */
export function tokenRequest(env: Environment): TokenRequest | undefined {
  const url = variable(env, 'ACTIONS_ID_TOKEN_REQUEST_URL')
  const bearer = variable(env, 'ACTIONS_ID_TOKEN_REQUEST_TOKEN')
  return url === undefined || bearer === undefined ? undefined : { url, bearer }
}

function required(env: Environment, name: string): string {
  const value = variable(env, name)
  if (value !== undefined) return value
  throw new ActionError('E_ENV', `${name} is not set; this must run inside GitHub Actions`, { fix: NOT_IN_ACTIONS })
}

function attempt(env: Environment): number {
  const text = variable(env, 'GITHUB_RUN_ATTEMPT') ?? '1'
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new ActionError('E_ENV', `GITHUB_RUN_ATTEMPT is not a number: '${display(text)}'`, { fix: NOT_IN_ACTIONS })
}

function readableEvent(env: Environment, readEvent: (file: string) => unknown): unknown {
  const file = variable(env, 'GITHUB_EVENT_PATH')
  if (file === undefined) return undefined
  try {
    return readEvent(file)
  } catch {
    // Only workflow_run depends on it, and refuses below; elsewhere it serves to choose the better error text.
    return undefined
  }
}

function sourceOf(event: unknown): string {
  const source = member(member(event, 'workflow_run'), 'event')
  if (typeof source === 'string' && source !== '') return source
  throw new ActionError('E_ENV', 'GITHUB_EVENT_PATH does not say which event started the run that this one follows', {
    fix: 'trigger the signing workflow by the event itself (push, release, workflow_dispatch) in place of workflow_run',
  })
}

function whyNoToken(env: Environment, eventName: string, repository: string, event: unknown): Job['withoutToken'] {
  if (/^pull_request(_review(_comment)?)?$/.test(eventName)) {
    const head = member(member(event, 'pull_request'), 'head')
    // `repo` is null when the fork was deleted; `fork` alone says nothing where a fork has pull requests of its own.
    const from = member(member(head, 'repo'), 'full_name')
    if (head !== undefined && from !== repository) return 'fork'
  }
  const isDependabot = env['GITHUB_ACTOR'] === 'dependabot[bot]'
  return isDependabot && restrictedForDependabot.includes(eventName) ? 'dependabot' : undefined
}

/** Payloads of GitHub Enterprise Server have no `visibility`. */
function visibilityOf(event: unknown): string | undefined {
  const repository = member(event, 'repository')
  const visibility = member(repository, 'visibility')
  if (typeof visibility === 'string') return visibility
  const isPrivate = member(repository, 'private')
  return typeof isPrivate === 'boolean' ? (isPrivate ? 'private' : 'public') : undefined
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined
}
