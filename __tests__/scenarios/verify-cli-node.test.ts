/* keyless-verify on a Node that it is not made for says so and does nothing else; `npm run nodes` runs it on the oldest of them. */
import { temporaryDirectory } from '../support/builders.ts'
import { describe, expect, it } from '@jest/globals'
import { usage } from '../../src/adapters/terminal/usage.ts'
import { NODE, runCli, type CliResult } from '../../sandbox/runner/run-cli.ts'

/** A Node that says that it is of another version, before anything else runs. */
function runOn(version: string, flag = '--version'): Promise<CliResult> {
  const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`
  const node = [NODE, `--import=data:text/javascript,${encodeURIComponent(versions)}`] as const
  return runCli({ directory: temporaryDirectory(), args: [flag], node })
}

describe('keyless-verify', () => {
  it.concurrent.each(['18.20.8', '20.19.5', '22.9.0', '22.22.1', '23.11.1', '24.14.1'])(
    'says on Node %s which one it needs',
    async (version) => {
      expect(await runOn(version)).toMatchObject({
        exitCode: 1,
        stdout: '',
        stderr: expect.stringMatching(
          new RegExp(
            `^keyless-verify: E_ENV_NODE: this is Node ${version.replaceAll('.', '\\.')}, .*\\nFix: .*24\\.15.*\\n$`,
          ),
        ),
      })
    },
  )

  it.concurrent.each(['--help', '-h'])('tells on a Node that is too old how it is used with %s, too', async (flag) => {
    expect(await runOn('20.19.5', flag)).toMatchObject({
      exitCode: 1,
      stdout: usage,
      stderr: expect.stringMatching(/^keyless-verify: E_ENV_NODE: this is Node 20\.19\.5, .*\nFix: .*24\.15.*\n$/),
    })
  })

  it.concurrent.each(['22.22.2', '22.23.0', '24.15.0', '24.21.0', '26.0.0'])('runs on Node %s', async (version) => {
    expect(await runOn(version)).toMatchObject({ exitCode: 0, stderr: '' })
  })
})
