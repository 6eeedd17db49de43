/* Where nothing more can be written, nothing counts as told; Linux has a device for that. */
import { beforeAll, describe, expect, it } from '@jest/globals'
import { NODE } from '../../sandbox/runner/run-cli.ts'
import { newCliScene, SIGNER, type CliScene } from './verify-cli-scene.ts'

let scene: CliScene

beforeAll(async () => {
  scene = await newCliScene()
})

describe('a full disk', () => {
  it.concurrent.each([
    ['what was verified', '> /dev/full', ['x.iso', ...SIGNER]],
    ['what was verified, as JSON', '> /dev/full', ['x.iso', ...SIGNER, '--json']],
    ['the reason of a failure', '2> /dev/full', ['y.iso', ...SIGNER]],
    ['anything', '> /dev/full 2>&1', ['x.iso', ...SIGNER]],
  ])('that does not take %s ends in 1', async (_, redirection, args) => {
    const node = ['/bin/sh', '-c', `"$@" ${redirection}`, 'sh', NODE] as const
    expect((await scene.run(args, { node })).exitCode).toBe(1)
  })

  it.concurrent('that does not take the usage ends in 1', async () => {
    const node = ['/bin/sh', '-c', '"$@" > /dev/full', 'sh', NODE] as const
    expect((await scene.runBare(['--help'], { node })).exitCode).toBe(1)
  })
})
