import { describe, expect, it } from '@jest/globals'
import { readJob, type Environment } from '../../../src/core/inputs/job.ts'

const base: Environment = {
  GITHUB_REPOSITORY: 'octo/repo',
  GITHUB_SHA: 'c0ffee',
  GITHUB_RUN_ID: '7',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_WORKSPACE: '/work space/',
  GITHUB_EVENT_PATH: '/event.json',
  RUNNER_TEMP: '/temp',
}
const fromFork = { pull_request: { head: { repo: { fork: true, full_name: 'someone/repo' } } } }
const fromHere = { pull_request: { head: { repo: { fork: true, full_name: 'octo/repo' } } } }

describe('readJob', () => {
  it('reads what the runner sets', () => {
    expect(readJob(base, () => ({}))).toEqual({
      repository: 'octo/repo',
      sha: 'c0ffee',
      runId: '7',
      runAttempt: 2,
      eventName: 'push',
      apiUrl: 'https://api.github.com',
      serverUrl: 'https://github.example',
      workspace: '/work space',
      temporaryDirectory: '/temp',
      offersToken: false,
    })
  })

  it("names GitHub's API without a slash", () => {
    expect(readJob({ ...base, GITHUB_API_URL: 'https://ghes.example/api/v3/' }, () => ({})).apiUrl).toBe(
      'https://ghes.example/api/v3',
    )
  })

  it.each([
    ['https://ghes.example/', 'https://ghes.example'],
    ['', 'https://github.com'],
  ])("names the server of '%s' without a slash: %s", (GITHUB_SERVER_URL, expected) => {
    expect(readJob({ ...base, GITHUB_SERVER_URL }, () => ({})).serverUrl).toBe(expected)
  })

  it('sees that the runner offers a token only when both its variables are there', () => {
    const url = { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x' }
    expect(readJob({ ...base, ...url }, () => ({})).offersToken).toBe(false)
    expect(readJob({ ...base, ...url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'y' }, () => ({})).offersToken).toBe(true)
  })

  it.each(['GITHUB_WORKSPACE', 'GITHUB_REPOSITORY', 'GITHUB_SHA', 'GITHUB_RUN_ID', 'GITHUB_EVENT_NAME', 'RUNNER_TEMP'])(
    'refuses to run without %s',
    (name) => {
      expect(() => readJob({ ...base, [name]: '' }, () => ({}))).toThrow(
        expect.objectContaining({ code: 'E_ENV', message: `${name} is not set; this must run inside GitHub Actions` }),
      )
    },
  )

  it.each([
    ['a fork', 'pull_request', {}, fromFork, 'fork'],
    ['a deleted fork', 'pull_request', {}, { pull_request: { head: { repo: null } } }, 'fork'],
    ['a branch of a repository that is itself a fork', 'pull_request', {}, fromHere, undefined],
    ['a fork, by an event that does get a token', 'pull_request_target', {}, fromFork, undefined],
    ['Dependabot', 'pull_request', { GITHUB_ACTOR: 'dependabot[bot]' }, fromHere, 'dependabot'],
    ['Dependabot, by an event that is not restricted', 'schedule', { GITHUB_ACTOR: 'dependabot[bot]' }, {}, undefined],
    ['a person', 'push', { GITHUB_ACTOR: 'octocat' }, {}, undefined],
  ])('for a run by %s on %s says why there is no token', (_, eventName, more, event, expected) => {
    const env = { ...base, GITHUB_EVENT_NAME: eventName, ...more }
    expect(readJob(env, () => event).withoutToken).toBe(expected)
  })

  it.each([
    [{ visibility: 'internal', private: true }, 'internal'],
    [{ private: true }, 'private'],
    [{ private: false }, 'public'],
    [{}, undefined],
  ])('finds in the event %j that the repository is %s', (repository, visibility) => {
    expect(readJob(base, () => ({ repository })).visibility).toBe(visibility)
  })

  it('finds the event that started the run which this one follows', () => {
    const env = { ...base, GITHUB_EVENT_NAME: 'workflow_run' }
    expect(readJob(env, () => ({ workflow_run: { event: 'pull_request' } })).sourceEvent).toBe('pull_request')
  })

  it('refuses a workflow_run whose source nobody can tell', () => {
    const env = { ...base, GITHUB_EVENT_NAME: 'workflow_run' }
    const unreadable = (): never => {
      throw new Error('no such file')
    }
    expect(() => readJob(env, unreadable)).toThrow(expect.objectContaining({ code: 'E_ENV' }))
  })
})
