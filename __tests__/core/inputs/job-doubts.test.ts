/* Shows what is made of a job of which the runner says something odd, or too little. */
import { describe, expect, it } from '@jest/globals'
import { readJob, tokenRequest, type Environment } from '../../../src/core/inputs/job.ts'

const base: Environment = {
  ...{ GITHUB_REPOSITORY: 'octo/repo', GITHUB_SHA: 'c0ffee', GITHUB_RUN_ID: '7', GITHUB_EVENT_NAME: 'push' },
  ...{ GITHUB_WORKSPACE: '/w', GITHUB_EVENT_PATH: '/event.json', RUNNER_TEMP: '/temp' },
}
const fromFork = { pull_request: { head: { repo: { full_name: 'someone/repo' } } } }
const refused = expect.objectContaining({ code: 'E_ENV', fix: expect.stringContaining('GitHub Actions workflow') })

describe('the attempt of a run', () => {
  it.each([
    ['1', 1],
    ['12', 12],
    ['', 1],
  ])('%j is %d', (GITHUB_RUN_ATTEMPT, expected) => {
    expect(readJob({ ...base, GITHUB_RUN_ATTEMPT }, () => ({})).runAttempt).toBe(expected)
  })

  it.each(['0', '01', 'x1', '1x', '1.5', '-1', '1234567890'])('is no number in %j, and ends the run', (attempt) => {
    expect(() => readJob({ ...base, GITHUB_RUN_ATTEMPT: attempt }, () => ({}))).toThrow(refused)
  })
})

describe('the way to a token', () => {
  const env = { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'y' }

  it('is an address and what to show there', () => {
    expect(tokenRequest(env)).toEqual({ url: 'https://x', bearer: 'y' })
  })

  it.each(Object.keys(env))('is none without %s', (name) => {
    expect(tokenRequest({ ...env, [name]: '' })).toBeUndefined()
  })
})

describe('why there is no token', () => {
  const whyOf = (env: Environment, event: unknown) => readJob({ ...base, ...env }, () => event).withoutToken

  it.each(['pull_request', 'pull_request_review', 'pull_request_review_comment'])('is the fork, by %s', (name) => {
    expect(whyOf({ GITHUB_EVENT_NAME: name }, fromFork)).toBe('fork')
  })

  it('is not the fork where the event does not say where the branch is', () => {
    expect(whyOf({ GITHUB_EVENT_NAME: 'pull_request' }, {})).toBeUndefined()
  })

  it.each(['push', 'create', 'deployment', 'deployment_status', 'pull_request_review', 'pull_request_review_comment'])(
    'is Dependabot, by %s',
    (name) => {
      expect(whyOf({ GITHUB_EVENT_NAME: name, GITHUB_ACTOR: 'dependabot[bot]' }, {})).toBe('dependabot')
    },
  )
})

it('a workflow_run that follows an event without a name ends the run: nobody knows what started it', () => {
  const env = { ...base, GITHUB_EVENT_NAME: 'workflow_run' }
  expect(() => readJob(env, () => ({ workflow_run: { event: '' } }))).toThrow(
    expect.objectContaining({ code: 'E_ENV' }),
  )
})
