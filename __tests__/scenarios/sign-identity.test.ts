/* Meets the built action with the token it must not use, the job that has none, and the identity nobody expects. */
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { Claims } from '../../sandbox/token.ts'
import { writeFiles } from '../support/builders.ts'
import { identityIn } from '../../sandbox/oracles/second-opinion.ts'
import { expectSuccess } from '../support/oracles.ts'
import { count, expectRefused, expectSigned, inScene, warningsOf } from './sign-scene.ts'

const OTHER = 'octo-org/example-iso/.github/workflows/other.yml@refs/heads/main'

interface WrongToken {
  readonly claims: Claims
  readonly code: string
  readonly text: string
}

const wrongTokens: Readonly<Record<string, WrongToken>> = {
  'I32 of pull_request_target': {
    claims: { event_name: 'pull_request_target' },
    code: 'E_EVENT_REFUSED',
    text: "refuses to sign on 'pull_request_target'",
  },
}

describe('a token', () => {
  it.concurrent.each(Object.entries(wrongTokens))('%s never reaches Fulcio', (_, { claims, code, text }) =>
    inScene({}, async (scene) => {
      Object.assign(scene.sandbox.claims, claims)
      expectRefused(await scene.sign(), code, text)
      expect([count(scene.sandbox, 'runner.token'), count(scene.sandbox, 'fulcio.certificate')]).toEqual([1, 0])
    }),
  )
})

const noToken = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined }
const fork = { pull_request: { head: { repo: { full_name: 'mallory/example-iso', fork: true } } } }

interface Job {
  readonly event: Readonly<Record<string, unknown>>
  readonly environment: Readonly<Record<string, string>>
  readonly text: string
  readonly skips: boolean
}

const jobs: Readonly<Record<string, Job>> = {
  'I30 a push without id-token: write': {
    event: {},
    environment: { GITHUB_EVENT_NAME: 'push' },
    text: "This job has no permission to request an OIDC token\nFix: add 'permissions: id-token: write' to THIS job",
    skips: false,
  },
  "I30 a pull request of the repository's own without id-token: write": {
    event: { pull_request: { head: { repo: { full_name: 'octo-org/example-iso' } } } },
    environment: { GITHUB_EVENT_NAME: 'pull_request' },
    text: 'This job has no permission',
    skips: false,
  },
  "I31 a fork's pull request": {
    event: fork,
    environment: { GITHUB_EVENT_NAME: 'pull_request' },
    text: 'GitHub does not give OIDC tokens to pull requests from forks',
    skips: true,
  },
  "I31 a push of Dependabot's": {
    event: {},
    environment: { GITHUB_EVENT_NAME: 'push', GITHUB_ACTOR: 'dependabot[bot]' },
    text: 'GitHub does not give OIDC tokens to runs that Dependabot starts',
    skips: true,
  },
}

describe('without a token', () => {
  it.concurrent.each(Object.entries(jobs))('%s asks nobody anything', (_, { event, environment, text, skips }) =>
    inScene({}, async (scene) => {
      const [eventPath = ''] = writeFiles(scene.sandbox.directory, { 'other-event.json': JSON.stringify(event) })
      const step = { environment: { ...noToken, ...environment, GITHUB_EVENT_PATH: eventPath } }
      expectRefused(await scene.sign(step), 'E_OIDC_PERMISSION', text)
      const skipped = await scene.sign({ ...step, with: { 'on-missing-token': 'skip' } })
      if (skips) {
        expectSuccess(skipped)
        expect(skipped.outputs).toEqual({ signed: 'false' })
        expect(warningsOf(skipped)).toEqual([expect.stringContaining(text)])
        expect(skipped.written).toEqual([])
      } else {
        expectRefused(skipped, 'E_OIDC_PERMISSION', text)
      }
      expect(scene.sandbox.requests).toEqual([])
    }),
  )

  it.concurrent('I31 skipping still wants the files to be there', () =>
    inScene({}, async (scene) => {
      const [eventPath = ''] = writeFiles(scene.sandbox.directory, { 'other-event.json': JSON.stringify(fork) })
      const environment = { ...noToken, GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: eventPath }
      const run = await scene.sign({ environment, with: { files: 'y.iso', 'on-missing-token': 'skip' } })
      expectRefused(run, 'E_FILE_NOT_FOUND')
    }),
  )
})

describe('an event', () => {
  it.concurrent.each([
    ['pull_request', false],
    ['push', true],
  ] as const)('I32 workflow_run after %s: %s', (source, allowed) =>
    inScene({ claims: { event_name: 'workflow_run' } }, async (scene) => {
      const event = JSON.stringify({ workflow_run: { event: source } })
      const [eventPath = ''] = writeFiles(scene.sandbox.directory, { 'other-event.json': event })
      const run = await scene.sign({ environment: { GITHUB_EVENT_PATH: eventPath } })
      if (allowed) return expectSigned(scene, run, 'x.iso')
      expectRefused(run, 'E_EVENT_REFUSED', "'workflow_run' after 'pull_request'")
      expect(count(scene.sandbox, 'fulcio.certificate')).toBe(0)
    }),
  )

  it.concurrent('I32 issue_comment is signed with a warning', () =>
    inScene({ claims: { event_name: 'issue_comment' } }, async (scene) => {
      const run = await scene.sign({ with: { 'upload-artifact': 'false' } })
      expectSigned(scene, run, 'x.iso')
      expect(warningsOf(run)).toEqual([expect.stringContaining("'issue_comment'")])
    }),
  )
})

describe('the expected identity', () => {
  it.concurrent('I34 stops the run before Fulcio when the certificate would carry another one', () =>
    inScene({}, async (scene) => {
      const prefix = identityIn(scene.sandbox).slice(0, -1)
      for (const expected of [`https://github.com/${OTHER}`, prefix]) {
        expectRefused(
          await scene.sign({ with: { 'expected-identity': expected } }),
          'E_EXPECTED_IDENTITY',
          'would be issued to',
        )
      }
      expect(count(scene.sandbox, 'fulcio.certificate')).toBe(0)
    }),
  )

  it.concurrent('I38 lets the run pass when it is exact, and an unknown input is told', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({
        with: { 'expected-identity': identityIn(scene.sandbox), typo: 'x' },
        expressions: { 'job.workflow_ref': OTHER },
      })
      expectSigned(scene, run, 'x.iso')
      expect(warningsOf(run)).toEqual([expect.stringContaining("Unknown input 'typo'")])
    }),
  )

  it.concurrent('I38 is not left out because its name is misspelt', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ with: { 'expected-identiy': `https://github.com/${OTHER}` } })
      expectRefused(run, 'E_INPUT', "did you mean 'expected-identity'")
      expect(count(scene.sandbox, 'fulcio.certificate')).toBe(0)
    }),
  )

  it.concurrent("is asked for when the runner's workflow is another than the token's", () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ expressions: { 'job.workflow_ref': OTHER } })
      expectSigned(scene, run, 'x.iso')
      expect(warningsOf(run)).toEqual([expect.stringContaining("Set 'expected-identity'")])
    }),
  )

  it.concurrent('of a reusable workflow of another repository is signed, and the caller pinned', () =>
    inScene(
      { claims: { job_workflow_ref: 'other-org/shared/.github/workflows/sign.yml@refs/tags/v1' } },
      async (scene) => {
        const run = await scene.sign({ with: { files: path.join('.', 'x.iso') } })
        expectSigned(scene, run, 'x.iso')
        expect(run.outputs['verify-command']).toContain('--certificate-github-workflow-repository octo-org/example-iso')
      },
    ),
  )
})
