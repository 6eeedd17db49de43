import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { checkEnvironment, describeEnvironment } from '../../../src/core/inputs/environment.ts'
import type { Environment } from '../../../src/core/inputs/job.ts'

let directory: string
let good: Environment

beforeAll(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'environment-'))
  fs.writeFileSync(path.join(directory, 'output'), '')
  good = { GITHUB_OUTPUT: path.join(directory, 'output'), RUNNER_TEMP: directory }
})
afterAll(() => fs.rmSync(directory, { recursive: true }))

describe('checkEnvironment', () => {
  it.each(['24.15.0', '24.21.0', '25.0.0'])('accepts Node %s', (version) => {
    expect(() => checkEnvironment(good, version)).not.toThrow()
  })

  it.each(['24.14.9', '22.22.2'])('refuses Node %s and names the runner that has a newer one', (version) => {
    expect(() => checkEnvironment(good, version)).toThrow(
      expect.objectContaining({
        code: 'E_ENV_NODE',
        message: expect.stringContaining('needs Node 24.15'),
        fix: expect.stringContaining('2.336.0'),
      }),
    )
  })

  it.each([undefined, '', '/no/such/file'])('refuses GITHUB_OUTPUT=%s', (GITHUB_OUTPUT) => {
    expect(() => checkEnvironment({ GITHUB_OUTPUT }, '24.21.0')).toThrow(
      expect.objectContaining({ code: 'E_ENV_OUTPUT' }),
    )
  })

  it('refuses a GITHUB_OUTPUT that may be written to, and is no file', () => {
    expect(() => checkEnvironment({ ...good, GITHUB_OUTPUT: directory }, '24.21.0')).toThrow(
      expect.objectContaining({ code: 'E_ENV_OUTPUT' }),
    )
  })

  it.each([undefined, '', '/no/such/directory', 'output'])('refuses RUNNER_TEMP=%s', (RUNNER_TEMP) => {
    const value = RUNNER_TEMP === 'output' ? good['GITHUB_OUTPUT'] : RUNNER_TEMP
    expect(() => checkEnvironment({ ...good, RUNNER_TEMP: value }, '24.21.0')).toThrow(
      expect.objectContaining({ code: 'E_ENV', message: expect.stringContaining('RUNNER_TEMP') }),
    )
  })

  it('refuses a proxy that cannot be used', () => {
    expect(() => checkEnvironment({ ...good, HTTPS_PROXY: 'socks5://proxy.example' }, '24.21.0')).toThrow(
      expect.objectContaining({ code: 'E_ENV_PROXY' }),
    )
  })

  it('refuses to run when servers are not authenticated', () => {
    const check = (value: string) => () => checkEnvironment({ ...good, NODE_TLS_REJECT_UNAUTHORIZED: value }, '24.21.0')
    expect(check('0')).toThrow(
      expect.objectContaining({ code: 'E_ENV_TLS', fix: expect.stringContaining('NODE_EXTRA_CA') }),
    )
    expect(check('1')).not.toThrow()
  })
})

describe('describeEnvironment', () => {
  function described(env: Environment): readonly string[] {
    const lines: string[] = []
    describeEnvironment(env, {
      info: (line) => lines.push(`info ${line}`),
      notice: (line) => lines.push(`notice ${line}`),
      warning: (line) => lines.push(`warning ${line}`),
    })
    return lines
  }

  it('says nothing about an ordinary job', () => {
    expect(described(good)).toEqual([])
  })

  it('warns that SIGSTORE_ID_TOKEN is ignored, without its value', () => {
    expect(described({ SIGSTORE_ID_TOKEN: 'secret' })).toEqual([
      expect.stringMatching(/^warning SIGSTORE_ID_TOKEN .*ignored/),
    ])
    expect(described({ SIGSTORE_ID_TOKEN: 'secret' }).join()).not.toContain('secret')
  })

  it('names the host of a proxy, and nothing else of it', () => {
    expect(described({ HTTPS_PROXY: 'http://user:secret@proxy.example:3128/x' })).toEqual([
      'info HTTPS goes through the proxy proxy.example:3128',
    ])
  })
})
