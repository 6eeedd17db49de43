/*
 * Attacks on what is uploaded: between two tries, a signature file becomes something else. None of it is ever stored. That a FIFO
 * is not waited for is in core/artifact/artifact-publish: to read what a run left would wait for it, too.
 */
import { symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { temporaryDirectory } from '../../support/builders.ts'
import { expectFailure } from '../../support/oracles.ts'
import { count, inScene } from '../sign-scene.ts'

describe('an upload fails once, and the signature becomes', () => {
  it.concurrent.each<[string, (file: string) => void]>([
    ['another file', (file) => writeFileSync(file, 'secret')],
    [
      'a link to a file of others',
      (file) => {
        const secret = path.join(temporaryDirectory(), 'secret')
        writeFileSync(secret, 'secret')
        symlinkSync(secret, file)
      },
    ],
  ])('%s', (_, replace) =>
    inScene({}, async (scene) => {
      const { sandbox, workspace } = scene
      const file = path.join(workspace, 'x.iso.sig')
      sandbox.faults.script('artifacts.CreateArtifact', {
        kind: 'lie',
        request(request) {
          unlinkSync(file)
          replace(file)
          return request
        },
        reply: () => ({ status: 503, headers: {}, body: Buffer.alloc(0) }),
      })
      expectFailure(await scene.sign({ meddled: ['x.iso.sig'], results: false }), 'E_UPLOAD_CONTENT')
      expect([count(sandbox, 'artifacts.CreateArtifact'), sandbox.artifacts.list()]).toEqual([1, []])
    }),
  )
})
