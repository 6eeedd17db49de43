import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { temporaryDirectory } from '../../support/builders.ts'
import { runFixture, type Ended } from '../../support/run-fixture.ts'

/** failure returns code and text of the one `::error` of a run that failed as it should. */
function failure(ended: Ended): { readonly code: string | undefined; readonly text: string | undefined } {
  const errors = ended.commands.filter(({ name }) => name === 'error')
  const others = ended.commands.filter(({ name }) => !['error', 'debug', 'warning', 'notice'].includes(name))
  expect([ended.code, ended.stderr, errors.length, others]).toEqual([1, '', 1, []])
  const [error] = errors
  expect(error?.data).toMatch(/^Fix: \S/m)
  return { code: error?.properties['title'], text: error?.data }
}

describe('a run that reaches its end', () => {
  it('exits 0 with its outputs and its summary', async () => {
    const { code, stderr, commands, outputs, summary } = await runFixture('succeeds')
    expect([code, stderr, commands]).toEqual([0, '', []])
    expect(outputs).toEqual({ signed: 'true', bundle: 'a b\nc' })
    expect(summary).toBe('# <b>done</b>\n')
  })

  it('makes no command of what it prints', async () => {
    const { code, commands, stdout } = await runFixture('signsHostileNames')
    expect(code).toBe(0)
    expect(commands.map(({ name }) => name)).toEqual(['notice', 'warning'])
    expect(stdout).toContain('::notice::%250A::error::x')
  })

  it('is not held by sockets and timers that are still open', async () => {
    const { code, took } = await runFixture('leavesSocketsOpen')
    expect([code, took < 5_000]).toEqual([0, true])
  })

  it('shows no warning of Node', async () => {
    expect(await runFixture('warns')).toMatchObject({ code: 0, stderr: '', stdout: '' })
  })

  it.each([
    ['not set', undefined],
    ['gone', '/no/such/summary'],
    ['full', '/dev/full'],
  ])('warns only, when the summary file is %s', async (_, GITHUB_STEP_SUMMARY) => {
    const { code, commands } = await runFixture('succeeds', { env: { GITHUB_STEP_SUMMARY } })
    expect([code, commands.map(({ name }) => name)]).toEqual([0, ['warning']])
  })

  it('knows inputs, token request and job', async () => {
    const env = {
      'INPUT_SOME-INPUT': ' value ',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'y',
    }
    const { stdout, commands } = await runFixture('tells', { env })
    expect(commands).toMatchObject([{ name: 'add-mask', data: 'a secret of some length' }])
    expect(JSON.parse(stdout.split('\n')[1] ?? '')).toEqual([
      'value',
      ['INPUT_SOME-INPUT'],
      { url: 'https://x', bearer: 'y' },
      'octo/repo',
    ])
  })
})

describe('a run that fails', () => {
  it('prints one error with code and fix, its causes for debugging, and keeps the outputs that were true', async () => {
    const ended = await runFixture('fails')
    expect(failure(ended)).toEqual({ code: 'E_INPUT', text: "bad '##\\[error]x'\nFix: do\n  this" })
    expect(ended.outputs).toEqual({ signed: 'true', 'error-code': 'E_INPUT' })
    expect(ended.stdout).toContain('::debug::caused by: Error: deepest [redacted]')
  })

  it.each(['neverSettles', 'endsTheProcessItself'])('is no success when it %s', async (action) => {
    const ended = await runFixture(action)
    expect(failure(ended).code).toBe('E_INTERNAL_UNFINISHED')
    expect(ended.outputs).toEqual({ 'error-code': 'E_INTERNAL_UNFINISHED' })
  })

  it.each(['rejectsUnseen', 'throwsInAnEvent', 'throwsInsideASilencedLibrary'])(
    'is told once when it %s',
    async (action) => {
      expect(failure(await runFixture(action)).code).toBe('E_INTERNAL')
    },
  )

  it('is told even when the output file has been removed', async () => {
    expect(failure(await runFixture('removesTheOutputFile')).code).toBe('E_ENV_OUTPUT')
  })
})

describe('a run that is cancelled', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s cleans up and is gone within 2 seconds', async (signal) => {
    const mark = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cancelled-')), 'mark')
    const ended = await runFixture('cleansUpWhenCancelled', { signal, args: [mark] })
    expect(failure(ended).code).toBe('E_CANCELLED')
    expect([fs.readFileSync(mark, 'utf8'), ended.took < 2_000]).toEqual(['clean', true])
    fs.rmSync(path.dirname(mark), { recursive: true })
  })

  it('is gone within 2 seconds even when it does not listen', async () => {
    const ended = await runFixture('ignoresCancellation', { signal: 'SIGINT' })
    expect(failure(ended).code).toBe('E_CANCELLED')
    expect(ended.took).toBeLessThan(2_000)
  })
})

describe('an environment that makes no sense', () => {
  it.each([
    ['E_ENV_TLS', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
    ['E_ENV_OUTPUT', { GITHUB_OUTPUT: undefined }],
    ['E_ENV_OUTPUT', { GITHUB_OUTPUT: '/no/such/output' }],
    ['E_ENV', { GITHUB_WORKSPACE: undefined }],
    ['E_ENV', { RUNNER_TEMP: undefined }],
    ['E_ENV', { GITHUB_EVENT_PATH: '/dev/null' }],
    ['E_ENV_PROXY', { HTTPS_PROXY: 'nonsense' }],
  ])('is refused with %s: %p', async (code, env) => {
    const ended = await runFixture('succeeds', { env })
    expect(failure(ended).code).toBe(code)
    expect(ended.outputs['signed']).toBeUndefined()
  })
})

describe('RUNNER_TEMP', () => {
  it('keeps what the action and its libraries put down, and nothing of it once the process has ended', async () => {
    const RUNNER_TEMP = temporaryDirectory()
    const ended = await runFixture('keepsFilesUntilCancelled', { env: { RUNNER_TEMP }, signal: 'SIGTERM' })
    expect(failure(ended).code).toBe('E_CANCELLED')
    expect(ended.stdout).toContain('ready kept-0,kept-1')
    expect(fs.readdirSync(RUNNER_TEMP)).toEqual([])
  })

  it('that takes no files ends the run at once', async () => {
    const { code, text } = failure(await runFixture('succeeds', { env: { RUNNER_TEMP: '/dev/null' } }))
    expect([code, text]).toEqual(['E_ENV', expect.stringContaining('RUNNER_TEMP')])
  })
})
