/* The fault matrix, the process and its runner: errors that nobody catches, promises that never settle, a runner that takes no outputs. */
import { chmodSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { expectFailure } from '../../support/oracles.ts'
import { preload, unprivileged } from '../../support/preload.ts'
import { errorOf, inScene, signatureFiles, type Scene } from '../sign-scene.ts'
import { playRows, type Row } from './row.ts'

/** The summary goes nowhere: a warning, and all else as if it had. */
const noSummary = (file: (scene: Scene) => string | undefined, text: string): Row => ({
  prepare: (scene) => ({ environment: { GITHUB_STEP_SUMMARY: file(scene) } }),
  warnings: [`The job summary was not written: ${text}`],
})
const summaryOf = ({ sandbox }: Scene, content: string): string => {
  const file = path.join(sandbox.directory, 'summary.md')
  writeFileSync(file, content)
  return file
}

playRows('the process', {
  'P5 waits for what never settles': {
    preloads: [preload('never-settles')],
    code: 'E_INTERNAL_UNFINISHED',
    requests: 0,
  },
  'P6 is given no summary file': noSummary(() => undefined, ''),
  'P6 is given a summary file that takes nothing': {
    ...noSummary(() => undefined, ''),
    prepare(scene) {
      const file = summaryOf(scene, '')
      chmodSync(file, 0o444)
      return { ...unprivileged(scene), environment: { GITHUB_STEP_SUMMARY: file } }
    },
  },
  'P6 is given a summary file that is full': noSummary(
    (scene) => summaryOf(scene, 'x'.repeat(1024 * 1024)),
    'its file would have',
  ),
})

describe('the process', () => {
  it.concurrent.each<[string, string | undefined]>([
    ['P7 is given no file for outputs', undefined],
    ['P7 is given a file for outputs that is not there', '/nowhere/output'],
  ])('%s', (_, GITHUB_OUTPUT) =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ environment: { GITHUB_OUTPUT } })
      expect([run.exitCode, run.outputs, run.written]).toEqual([1, {}, []])
      expect(run.commands.map(({ properties }) => properties['title'])).toEqual(['E_ENV_OUTPUT'])
      expect(errorOf(run)).toContain('GITHUB_OUTPUT')
      expect(scene.sandbox.requests).toEqual([])
    }),
  )

  it.concurrent('P4 meets an error that a library throws at nobody', () =>
    inScene({}, async (scene) => {
      const temporary = path.join(scene.sandbox.directory, 'runner-temp')
      scene.sandbox.faults.script('artifacts.CreateArtifact', {
        kind: 'lie',
        request: (request) => {
          // What is about to be packed cannot be read any more: the library throws that inside an event.
          const names = readdirSync(temporary, { recursive: true, encoding: 'utf8' })
          for (const name of names.filter((each) => each.endsWith('.sig'))) chmodSync(path.join(temporary, name), 0o000)
          return request
        },
      })
      const run = await scene.sign(unprivileged(scene))
      expectFailure(run, 'E_INTERNAL')
      expect([run.outputs['signed'], run.written]).toEqual(['true', signatureFiles('x.iso')])
      expect(scene.sandbox.artifacts.list()).toEqual([])
    }),
  )
})
