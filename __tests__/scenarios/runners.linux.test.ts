/* Runs the built action on runners that are not GitHub's own: in a container, self-hosted, with disks of its own. */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { temporaryDirectory, writeFiles } from '../support/builders.ts'
import { expectSigned, fromTuf, inScene } from './sign-scene.ts'

const alone = { 'upload-artifact': 'false' }

describe('a runner', () => {
  it.concurrent('whose RUNNER_TEMP is on another file system than the workspace signs, and leaves nothing there', () =>
    inScene({}, async (scene) => {
      const temporary = mkdtempSync('/dev/shm/keyless-sign-test-')
      try {
        expect(statSync(temporary).dev).not.toBe(statSync(scene.workspace).dev)
        const run = await scene.sign({ environment: { RUNNER_TEMP: temporary }, with: fromTuf(scene) })
        expectSigned(scene, run, 'x.iso')
      } finally {
        rmSync(temporary, { recursive: true })
      }
    }),
  )

  it.concurrent('that runs the job in a container, with a home that is not there, signs', () =>
    inScene({}, async (scene) => {
      const environment = {
        HOME: '/github/home',
        GITHUB_WORKSPACE: scene.workspace,
        USER: '',
        RUNNER_NAME: 'container',
      }
      expectSigned(scene, await scene.sign({ environment, with: alone }), 'x.iso')
    }),
  )

  it.concurrent('that is self-hosted and too old to know a name of the workflow or a matrix signs', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({
        environment: { RUNNER_ENVIRONMENT: '', GITHUB_WORKFLOW_REF: '', GITHUB_RETENTION_DAYS: '' },
        with: { 'runner-workflow-ref': '', 'runner-job-index': '' },
      })
      expectSigned(scene, run, 'x.iso')
    }),
  )

  it.concurrent('whose workspace is on another disk than the files gets the signatures in the workspace', () =>
    inScene({ files: {} }, async (scene) => {
      const store = mkdtempSync('/dev/shm/keyless-sign-test-')
      try {
        mkdirSync(path.join(store, 'iso'))
        const [file = ''] = writeFiles(store, { 'iso/x.iso': 'an image' })
        const run = await scene.sign({ with: { ...alone, files: file } })
        expect([run.exitCode, run.written]).toEqual([0, ['x.iso.pem', 'x.iso.sig', 'x.iso.sigstore.json']])
      } finally {
        rmSync(store, { recursive: true })
      }
    }),
  )

  it.concurrent('whose earlier job left a list of digests elsewhere signs by it', () =>
    inScene({}, async (scene) => {
      const [sums = ''] = writeFiles(temporaryDirectory(), { sums: `${'ab'.repeat(32)}  deep/er/x.iso\n` })
      const run = await scene.sign({ with: { ...alone, files: '', checksums: sums } })
      expect([run.exitCode, run.written.length]).toEqual([0, 3])
    }),
  )
})
