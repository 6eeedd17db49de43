/* Shows that a dry run of the built action refuses a place for the signature files exactly where the real run does. */
import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { unprivileged } from '../support/preload.ts'
import { errorOf, expectRefused, inScene, type Scene, type Step } from './sign-scene.ts'

const { platform } = process
const files = { 'x.iso': 'an image', f: 'a file' }

async function expectBothRefused(scene: Scene, outputDirectory: string, step: Step = {}): Promise<void> {
  const run = (dryRun: string) =>
    scene.sign({ ...step, with: { 'output-directory': outputDirectory, 'dry-run': dryRun } })
  for (const dryRun of ['true', 'false']) {
    const refused = await run(dryRun)
    expectRefused(refused, 'E_OUTPUT_PATH', 'cannot write')
    expect(errorOf(refused)).toContain('output-directory')
  }
}

describe('a dry run and the real one refuse an output directory', () => {
  it.concurrent.each(['f', 'f/sub', 'f/sub/deeper'])('that is or would be below a file: %s', (directory) =>
    inScene({ files }, (scene) => expectBothRefused(scene, directory)),
  )

  it.concurrent('that is a link to nowhere', () =>
    inScene({ files }, async (scene) => {
      symlinkSync('nowhere', path.join(scene.workspace, 'link'))
      await expectBothRefused(scene, 'link/sub')
    }),
  )

  it.concurrent('where this user may not write, or not make it', () =>
    inScene({ files }, async (scene) => {
      mkdirSync(path.join(scene.workspace, 'closed'), { mode: 0o555 })
      await expectBothRefused(scene, 'closed', unprivileged(scene))
      await expectBothRefused(scene, 'closed/sub', unprivileged(scene))
    }),
  )

  it.concurrent.each(platform === 'linux' ? ['/proc/nothing/below', '/proc', '/sys/none'] : ['/dev/null/below'])(
    'where the system takes no files: %s',
    (directory) => inScene({ files }, (scene) => expectBothRefused(scene, directory)),
  )
})
