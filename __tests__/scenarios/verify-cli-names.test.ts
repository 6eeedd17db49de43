/* Shows that no name of a file, which a shell's pattern puts among the arguments, makes keyless-verify check less or nothing. */
import { beforeAll, describe, expect, it } from '@jest/globals'
import { expectRefused, newCliScene, SIGNER, type CliScene } from './verify-cli-scene.ts'

let scene: CliScene

beforeAll(async () => {
  scene = await newCliScene()
  scene.write('evil.iso', 'evil')
})

describe('keyless-verify does not pass over a file for', () => {
  it.concurrent.each([['--version'], ['--help'], ['-h']])('%s', async (flag) => {
    const result = await scene.run(['evil.iso', ...SIGNER, flag])
    expectRefused(result, 'E_INPUT', 2)
    expect(result.stderr).toContain('goes with nothing else')
    expect(result.stderr).toMatch(/\nFix: leave out --(?:help|version), or/)
  })
})
