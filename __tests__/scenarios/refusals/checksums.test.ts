/* Shows that the built action ends with an error where a checksum file that it makes or keeps would not be what it says. */
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { expectSuccess } from '../../support/oracles.ts'
import { line } from '../checksum-scene.ts'
import { expectUntouched, inReleaseScene } from '../release-scene.ts'
import { errorOf, expectRefused, inScene, warningsOf, type Scene } from '../sign-scene.ts'

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

describe('a checksum file that nobody could check is refused before anything is asked for', () => {
  it.concurrent('when it would have a line for its own name', () =>
    inScene({ files: { 'a/SUMS': 'of others', 'x.iso': 'an image' } }, async (scene) => {
      const run = await scene.sign({ with: { files: 'a/SUMS\nx.iso', 'write-checksums': 'SUMS' } })
      expectRefused(run, 'E_OUTPUT_NAME', /'a\/SUMS' .*'SUMS'/)
      expect(errorOf(run)).toContain("Fix: give the list another name with 'write-checksums'")
      expect(scene.sandbox.requests).toEqual([])
    }),
  )

  it.concurrent.each([
    ['each', 'false'],
    ['SUMS', 'false'],
    ['SUMS', 'true'],
  ])('when a line could not give the name of a file: %s, dry-run %s', (wanted, dryRun) =>
    inScene({ files: { '-': 'an image', 'x.iso': 'another' } }, async (scene) => {
      const run = await scene.sign({ with: { files: 'x.iso\n./-', 'write-checksums': wanted, 'dry-run': dryRun } })
      expectRefused(run, 'E_OUTPUT_NAME', "'-', which is what sha256sum calls its standard input")
      expect(errorOf(run)).toContain('Fix: rename the file, or leave out')
      expect(scene.sandbox.requests).toEqual([])
    }),
  )

  it.concurrent.each(['each', 'SUMS'])('when the release would store a file under another name: %s', (wanted) =>
    inReleaseScene({ isDraft: true, files: { 'my file.iso': 'an image' } }, async (scene) => {
      const run = await scene.attach({ with: { files: '*.iso', 'write-checksums': wanted } })
      expectRefused(run, 'E_OUTPUT_NAME', "'my file.iso' is called 'my.file.iso' on a release")
      expect(errorOf(run)).toContain("Fix: rename the file to 'my.file.iso', or leave out 'write-checksums'")
      expectUntouched(scene)
    }),
  )

  it.concurrent('and not where no release is asked for, which keeps every name', () =>
    inScene({ files: { 'my file.iso': 'an image' } }, async (scene) => {
      expectSuccess(await scene.sign({ with: { files: '*.iso', 'write-checksums': 'each' } }))
    }),
  )
})
