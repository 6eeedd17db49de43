/* Attacks on what is uploaded: between two tries, a signature file becomes something else. What was checked is what is stored. */
import { execFileSync } from 'node:child_process'
import { readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { inScene } from '../sign-scene.ts'

const NAME = 'x.iso.sigstore'

describe('an upload fails once, and the signature becomes', () => {
  it.concurrent.each<[string, (file: string) => void]>([
    ['a FIFO', (file) => execFileSync('mkfifo', [file])],
    ['another file', (file) => writeFileSync(file, 'secret')],
    [
      'a link to a file of others',
      (file) => {
        writeFileSync(`${file}.secret`, 'secret')
        symlinkSync(`${file}.secret`, file)
      },
    ],
  ])('%s', (_, replace) =>
    inScene({}, async (scene) => {
      const { sandbox, workspace } = scene
      const file = path.join(workspace, 'x.iso.sig')
      const written: Buffer[] = []
      sandbox.faults.script('artifacts.CreateArtifact', {
        kind: 'lie',
        request(request) {
          written.push(readFileSync(file))
          unlinkSync(file)
          replace(file)
          return request
        },
        reply: () => ({ status: 503, headers: {}, body: Buffer.alloc(0) }),
      })
      const run = await scene.sign()
      expect([run.exitCode, run.outputs['artifact-name']]).toEqual([0, NAME])
      expect([sandbox.artifacts.members(NAME).get('x.iso.sig')]).toEqual(written)
    }),
  )
})
