/* Shows that what a scenario expects of an end can be missed: a run is made up that breaks one rule each. */
import { describe, expect, it } from '@jest/globals'
import { aResult } from './evidence.ts'
import { expectFailure, expectSuccess } from './oracles.ts'

const failed = { exitCode: 1, outputs: { 'error-code': 'E_ENV' } }

describe('expectSuccess', () => {
  it('takes a run that ended well', () => expectSuccess(aResult('fine')))
  it.each([
    ['an exit code', aResult('', { exitCode: 1 })],
    ['an error', aResult('::error::x')],
    ['words on standard error', aResult('', { stderr: 'x' })],
  ])('refuses %s', (_, run) => {
    expect(() => expectSuccess(run)).toThrow()
  })
})

describe('expectFailure', () => {
  it('takes one error with code and fix', () =>
    expectFailure(aResult('::error title=E_ENV::What%0AFix: how', failed), 'E_ENV'))
  it.each([
    ['exit code 0', aResult('::error title=E_ENV::What%0AFix: how', { ...failed, exitCode: 0 })],
    ['two errors', aResult('::error title=E_ENV::What%0AFix: how\n::error::x', failed)],
    ['another code', aResult('::error title=E_INPUT::What%0AFix: how', failed)],
    ['no fix', aResult('::error title=E_ENV::What', failed)],
    ['no text', aResult('::error title=E_ENV::Fix: how', failed)],
    ['no output', aResult('::error title=E_ENV::What%0AFix: how', { ...failed, outputs: {} })],
  ])('refuses %s', (_, run) => {
    expect(() => expectFailure(run, 'E_ENV')).toThrow()
  })
})
