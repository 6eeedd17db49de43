/* Shows that no name of a file, which a shell's pattern puts among the arguments, makes keyless-verify check less or nothing. */
import path from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { expectRefused, newCliScene, SIGNER, type CliScene } from './verify-cli-scene.ts'

let scene: CliScene

beforeAll(async () => {
  scene = await newCliScene()
  scene.write('evil.iso', 'evil')
  for (const name of ['--quiet', '--trusted-root=root.json', '--bundle=dir/b.json', '-h'])
    scene.write(`hostile/${name}`, '')
})

describe('keyless-verify does not pass over a file for', () => {
  it.concurrent.each([['--version'], ['--help'], ['-h']])('%s', async (flag) => {
    const result = await scene.run(['evil.iso', ...SIGNER, flag])
    expectRefused(result, 'E_INPUT', 2)
    expect(result.stderr).toContain('goes with nothing else')
    expect(result.stderr).toMatch(/\nFix: leave out --(?:help|version), or/)
  })
})

describe('keyless-verify refuses, and reads nothing, where an option may be the name of a file', () => {
  const directory = (): string => path.join(scene.workspace, 'hostile')

  it.concurrent.each([['--quiet'], ['--trusted-root=root.json'], ['--bundle=dir/b.json'], ['-h']])(
    '%s',
    async (word) => {
      // As a pattern of the shell gives them.
      const result = await scene.runBare([word, 'none.iso', ...SIGNER], { directory: directory() })
      expectRefused(result, 'E_INPUT', 2)
      expect(result.stderr).toContain(`'${word}' is an option and the name of a file here`)
      expect(result.stderr).toContain("Fix: write './*' in place of '*', or '--' before the files")
    },
  )

  it.concurrent('that would be all that was asked for', async () => {
    expectRefused(await scene.runBare(['-h'], { directory: directory() }), 'E_INPUT', 2)
  })

  it.concurrent('and takes it for a file behind --, and as ./', async () => {
    for (const args of [['--', '-h'], ['./-h']]) {
      const result = await scene.runBare([...SIGNER, ...args], { directory: directory() })
      expectRefused(result, 'E_FILE_EMPTY')
    }
  })
})
