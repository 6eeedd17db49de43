/* Shows what becomes of a run whose outputs or summary the runner's files do not take: never a wait, and the truth of what is public. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { preload } from '../support/preload.ts'
import { inReleaseScene, ours } from './release-scene.ts'
import {
  count,
  errorOf,
  expectSigned,
  inScene,
  signatureFiles,
  warningsOf,
  type Run,
  type Scene,
} from './sign-scene.ts'

const fifo = ({ sandbox }: Scene): string => {
  const file = path.join(sandbox.directory, 'fifo')
  execFileSync('mkfifo', [file])
  return file
}
const directory = ({ sandbox }: Scene): string => {
  const file = path.join(sandbox.directory, 'directory')
  mkdirSync(file)
  return file
}
const notPlain: readonly (readonly [string, (scene: Scene) => string])[] = [
  ['a FIFO', fifo],
  ['a directory', directory],
  ['a device', () => '/dev/null'],
]

function expectNotTaken(run: Run, message: string): void {
  expect([run.exitCode, run.isKilled]).toEqual([1, false])
  expect(run.commands.map(({ properties }) => properties['title']).filter(Boolean)).toEqual(['E_ENV_OUTPUT'])
  expect(errorOf(run)).toContain(message)
  expect(errorOf(run)).toMatch(/\nFix: \S/)
}

describe('a run that is given, in place of a file for its outputs,', () => {
  it.concurrent.each(notPlain)('%s does nothing', (_, make) =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ environment: { GITHUB_OUTPUT: make(scene) } })
      expectNotTaken(run, 'GITHUB_OUTPUT does not name a regular file')
      expect([run.written, scene.sandbox.requests]).toEqual([[], []])
    }),
  )

  it.concurrent('a device once it has signed says that the files are signed', () =>
    inScene({}, async (scene) => {
      const GITHUB_OUTPUT = path.join(scene.sandbox.directory, 'output')
      writeFileSync(GITHUB_OUTPUT, '')
      scene.sandbox.faults.script('rekor.create', {
        kind: 'lie',
        request: (request) => {
          rmSync(GITHUB_OUTPUT)
          symlinkSync('/dev/null', GITHUB_OUTPUT)
          return request
        },
      })
      const run = await scene.sign({ environment: { GITHUB_OUTPUT } })
      expectNotTaken(
        run,
        'is no regular file any more; signed, written and public in the log are: x.iso (log index 10000',
      )
      expect(run.written).toEqual(signatureFiles('x.iso'))
    }),
  )
})

describe('a disk that takes no more outputs', () => {
  const fullFrom = (text: string) => ({
    preloads: [preload('full-outputs')],
    environment: { FULL_FROM_OUTPUT: text },
  })

  it.concurrent('before anything was done ends the run', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign(fullFrom('^'))
      expectNotTaken(run, 'no space left on device')
      expect([run.written, scene.sandbox.requests]).toEqual([[], []])
    }),
  )

  it.concurrent('once the files are signed ends it with a word of what stays', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign(fullFrom('^signed<<\\S+\\ntrue'))
      expectNotTaken(
        run,
        'no space left on device (ENOSPC); signed, written and public in the log are: x.iso (log index 10000',
      )
      expect(run.written).toEqual(signatureFiles('x.iso'))
      expect(run.stdout).toMatch(/Signed x\.iso .* log index 10000/)
      expect(count(scene.sandbox, 'artifacts.CreateArtifact')).toBe(0)
    }),
  )

  it.concurrent('once they are uploaded ends it with a word of the artifact', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign(fullFrom('^artifact-id'))
      expectNotTaken(
        run,
        'no space left on device (ENOSPC); the files are signed, and stored as artifact x.iso.sigstore',
      )
      expect(run.outputs['signed']).toBe('true')
      expect(run.summary).toContain('### Verify')
    }),
  )

  it.concurrent('once they are attached ends it with a word of the release', () =>
    inReleaseScene({}, async (scene) => {
      const run = await scene.attach(fullFrom('^release-id'))
      expectNotTaken(run, 'no space left on device (ENOSPC); the files are signed, and attached to the release v1.0.0')
      expect([...ours(scene).keys()].sort()).toEqual(signatureFiles('x.iso'))
    }),
  )
})

describe('a run that is given, in place of a file for its summary,', () => {
  it.concurrent.each(notPlain)('%s signs, and warns', (_, make) =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ environment: { GITHUB_STEP_SUMMARY: make(scene) } })
      expectSigned(scene, run, 'x.iso')
      expect(warningsOf(run)).toEqual(['The job summary was not written: GITHUB_STEP_SUMMARY names no regular file'])
    }),
  )
})
