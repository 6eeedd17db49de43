/* However keyless-verify ends, it says 0 only when what it verified was told: whoever reads, writes or interrupts. */
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { NODE, runCli, type CliResult, type CliRun } from '../../sandbox/runner/run-cli.ts'
import { sparseFile, temporaryDirectory } from '../support/builders.ts'
import { expectRefused, newCliScene, SIGNER, type CliScene } from './verify-cli-scene.ts'

const GIGABYTE = 1_000_000_000
let scene: CliScene

beforeAll(async () => {
  scene = await newCliScene()
  sparseFile(path.join(scene.workspace, 'large.iso'), 40 * GIGABYTE)
  scene.write('large.iso.sigstore.json', JSON.stringify(await scene.forge.bundle()))
})

/** Runs it by a line of shell, in which "$@" is the call. */
function inShell(line: string, args: readonly string[], how: 'run' | 'runBare' = 'run'): Promise<CliResult> {
  return scene[how](args, { node: ['/bin/sh', '-c', line, 'sh', NODE] })
}

describe('a reader that is gone', () => {
  it.concurrent.each([
    ['verified', 'run', ['x.iso', ...SIGNER]],
    ['verified, as JSON', 'run', ['x.iso', ...SIGNER, '--json']],
    ['asked for', 'runBare', ['--help']],
  ] as const)('makes a failure of what was %s', async (_, how, args) => {
    const { stderr } = await inShell('( "$@"; echo "exit code $?" >&2 ) | true', args, how)
    if (args.at(-1) === '--json') expect(stderr).toBe('exit code 1\n')
    else expect(stderr).toMatch(/^keyless-verify: E_OUTPUT_WRITE: .*EPIPE[^]*\nexit code 1\n$/)
  })

  it.concurrent('does not matter to who is quiet', async () => {
    const { stderr } = await inShell('( "$@"; echo "exit code $?" >&2 ) | true', ['x.iso', ...SIGNER, '--quiet'])
    expect(stderr).toBe('exit code 0\n')
  })

  it.concurrent('of errors leaves the exit code as it is', async () => {
    const line = '{ ( "$@"; echo "exit code $?" >&3 ) 2>&1 | true; } 3>&1'
    expect((await inShell(line, ['y.iso', ...SIGNER])).stdout).toBe('exit code 1\n')
    expect((await inShell(line, ['y.iso', '--nothing'])).stdout).toBe('exit code 2\n')
  })
})

it('what fails beside the read of a large file ends it with its own exit code', async () => {
  const args = ['large.iso', ...SIGNER, '--trusted-root', 'none.json']
  const result = await runCli({ directory: scene.workspace, args })
  expectRefused(result, 'E_TRUSTED_ROOT')
})

/** Sends a signal to a process that listens to it, and that has had a second to come to its work since then. */
function onceItListens(signal: NodeJS.Signals): Pick<CliRun, 'node' | 'started'> {
  const mark = path.join(temporaryDirectory(), 'listens')
  const tell = `process.on('newListener', (name) => name === 'SIGTERM' && setImmediate(writeFileSync, '${mark}', ''))`
  return {
    node: [NODE, '--import', `data:text/javascript,import { writeFileSync } from 'node:fs';${tell}`],
    started(child) {
      const looking = setInterval(() => {
        if (!existsSync(mark)) return
        clearInterval(looking)
        setTimeout(() => child.kill(signal), 1_000)
      }, 50)
      child.once('exit', () => {
        clearInterval(looking)
      })
    },
  }
}

describe('a signal', () => {
  it.concurrent.each(['SIGINT', 'SIGTERM'] as const)('while a file is read ends it: %s', async (signal) => {
    const result = await scene.run(['large.iso', ...SIGNER], onceItListens(signal))
    expectRefused(result, 'E_CANCELLED')
    expect(result.stderr).toContain(signal)
  })

  it.concurrent('while standard input is awaited ends it, as JSON', async () => {
    const result = await scene.run(['--checksums', '-', ...SIGNER, '--json'], onceItListens('SIGINT'))
    expect(result.exitCode).toBe(1)
    expect(JSON.parse(result.stdout)).toMatchObject({ code: 'E_CANCELLED' })
  })

  it.concurrent('at once never ends it in success', async () => {
    const result = await runCli({
      directory: scene.workspace,
      args: ['x.iso', ...SIGNER, '--trusted-root', 'root.json'],
      started: (child) => child.kill('SIGINT'),
    })
    expect([null, 1, 128 + constants.signals.SIGINT]).toContain(result.exitCode)
  })
})
