/* Shows that each oracle can fail: a run is made up that breaks one rule each. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ActionResult } from '../../sandbox/runner/run-step.ts'
import { runnerCommands } from '../../sandbox/runner/runner-commands.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { temporaryDirectory, writeFiles } from './builders.ts'
import { expectCompleteOrAbsent, expectFailure, expectHarmless, expectOnly, expectSuccess } from './oracles.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

function result(stdout: string, changes: Partial<ActionResult> = {}): ActionResult {
  const commands = runnerCommands(stdout)
  const ended = { exitCode: 0, isKilled: false, stderr: '', outputs: {}, summary: '', milliseconds: 1 }
  const cost = { peakMemory: 1, processorTime: 1 }
  return { ...ended, ...cost, stdout, commands, ...changes }
}

const failed = { exitCode: 1, outputs: { 'error-code': 'E_ENV' } }

describe('expectSuccess', () => {
  it('takes a run that ended well', () => expectSuccess(result('fine')))
  it.each([
    ['an exit code', result('', { exitCode: 1 })],
    ['an error', result('::error::x')],
    ['words on standard error', result('', { stderr: 'x' })],
  ])('refuses %s', (_, run) => {
    expect(() => expectSuccess(run)).toThrow()
  })
})

describe('expectFailure', () => {
  it('takes one error with code and fix', () =>
    expectFailure(result('::error title=E_ENV::What%0AFix: how', failed), 'E_ENV'))
  it.each([
    ['exit code 0', result('::error title=E_ENV::What%0AFix: how', { ...failed, exitCode: 0 })],
    ['two errors', result('::error title=E_ENV::What%0AFix: how\n::error::x', failed)],
    ['another code', result('::error title=E_INPUT::What%0AFix: how', failed)],
    ['no fix', result('::error title=E_ENV::What', failed)],
    ['no text', result('::error title=E_ENV::Fix: how', failed)],
    ['no output', result('::error title=E_ENV::What%0AFix: how', { ...failed, outputs: {} })],
  ])('refuses %s', (_, run) => {
    expect(() => expectFailure(run, 'E_ENV')).toThrow()
  })
})

describe('expectHarmless', () => {
  it('takes masks, even of secrets', () => expectHarmless(result(`::add-mask::${sandbox.bearer}`), sandbox))

  it.each([
    ['plain', (secret: string) => secret],
    ['as part of base64', (secret: string) => Buffer.from(`x ${secret} y`).toString('base64')],
    ['as part of base64url', (secret: string) => Buffer.from(`xy${secret}`).toString('base64url')],
    ['by its payload alone', (secret: string) => secret.split('.')[1] ?? ''],
    ['in a URL', (secret: string) => `?token=${encodeURIComponent(secret)}`],
  ])('refuses a secret %s', (_, form) => {
    expect(() => expectHarmless(result(`x${form(sandbox.bearer)}`), sandbox)).toThrow()
    expect(() => expectHarmless(result('', { summary: form(sandbox.bearer) }), sandbox)).toThrow()
  })

  it('refuses a secret in a file', () => {
    const directory = temporaryDirectory()
    writeFiles(directory, { 'x.json': sandbox.bearer })
    expect(() => expectHarmless(result(''), sandbox, directory)).toThrow()
  })

  it('refuses a command that changes the job', () => {
    expect(() => expectHarmless(result('Signed ##[set-output name=x]y'), sandbox)).toThrow('set-output')
  })

  it('refuses more memory than agreed', () => {
    expect(() => expectHarmless(result('', { peakMemory: 141 * 1024 * 1024 }), sandbox)).toThrow()
  })

  it('refuses a call to another host', async () => {
    const other = await startSandbox()
    await fetch(other.urls.canary)
    expect(() => expectHarmless(result(''), other)).toThrow()
    await other.close()
  })
})

describe('expectCompleteOrAbsent', () => {
  const file = (names: readonly string[]) => {
    const directory = temporaryDirectory()
    writeFiles(directory, Object.fromEntries(names.map((name) => [name, ''])))
    return `${directory}/x`
  }
  it('tells both good states apart', () => {
    expect(expectCompleteOrAbsent(file(['x']))).toBe('absent')
    expect(expectCompleteOrAbsent(file(['x', 'x.sig', 'x.pem', 'x.sigstore.json']))).toBe('complete')
  })
  it.each([[['x.sig']], [['x.tmp-1']]])('refuses %j', (names) => {
    expect(() => expectCompleteOrAbsent(file(names))).toThrow()
  })
})

describe('expectOnly', () => {
  it('refuses what should not be there', () => {
    const directory = temporaryDirectory()
    writeFiles(directory, { a: '', 'b/c': '' })
    expectOnly(directory, ['a', 'b', 'b/c'])
    expect(() => expectOnly(directory, ['a'])).toThrow()
  })
})
