/* Shows that the built action ends with an error where a checksum file that it makes or keeps would not be what it says. */
import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { errorOf, expectRefused, inScene, warningsOf, type Scene } from './sign-scene.ts'

const line = (text: string, name: string): string => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`

function whileSigning({ sandbox }: Scene, act: () => void): void {
  sandbox.faults.script('fulcio.certificate', {
    kind: 'lie',
    request: (request) => {
      act()
      return request
    },
  })
}

describe('a checksum file that is kept since it says the same', () => {
  const kept = (name: string) => ({ files: { 'x.iso': 'an image', [name]: line('an image', 'x.iso') } })

  it.concurrent.each([
    ['each', 'x.iso.sha256'],
    ['SHA256SUMS', 'SHA256SUMS'],
  ])('and says something else once all is signed is an error: %s', (wanted, name) =>
    inScene(kept(name), async (scene) => {
      whileSigning(scene, () => {
        writeFileSync(path.join(scene.workspace, name), line('another', 'x.iso'))
      })
      const run = await scene.sign({ with: { 'write-checksums': wanted }, meddled: [name] })
      expectRefused(run, 'E_FILE_CHANGED', `${name}' changed`)
      expect(errorOf(run)).toContain('Fix: run this after the last step that touches the file')
      expect(warningsOf(run)).toEqual([expect.stringContaining('log index')])
      expect(scene.sandbox.artifacts.list()).toEqual([])
    }),
  )

  it.concurrent('and is gone once all is signed is an error', () =>
    inScene(kept('SUMS'), async (scene) => {
      whileSigning(scene, () => {
        rmSync(path.join(scene.workspace, 'SUMS'))
      })
      const run = await scene.sign({ with: { 'write-checksums': 'SUMS' }, meddled: ['SUMS'] })
      expectRefused(run, 'E_FILE_CHANGED', "SUMS' changed")
    }),
  )
})
