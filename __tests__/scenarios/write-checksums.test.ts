/* Shows which checksum files the built action makes, keeps and refuses, on the disk and in the artifact; on a release: releases/checksums. */
import { describe, expect, it } from '@jest/globals'
import { EACH, expectWritten, line, LIST, storedIn, textOf, TWO, X } from './checksum-scene.ts'
import { count, expectRefused, inScene, signatureFiles, type Step } from './sign-scene.ts'

describe('write-checksums: each', () => {
  it.concurrent('writes the base name and digest beside each signature, and uploads them', () =>
    inScene({ files: TWO }, async (scene) => {
      const run = await scene.sign({ with: { ...EACH.with, files: 'dist/*', 'artifact-name': 'a' } })
      expectWritten(run, 'dist/x.iso.sha256', 'dist/y.iso.sha256', ...signatureFiles('dist/x.iso', 'dist/y.iso'))
      expect(textOf(scene, 'dist/x.iso.sha256')).toBe(X)
      expect(storedIn(scene, 'a')).toEqual(['x.iso.sha256', 'y.iso.sha256', ...signatureFiles('x.iso', 'y.iso')].sort())
      expect(run.stdout).toMatch(/wrote x\.iso\.sig, .*, x\.iso\.sha256 to/)
    }),
  )

  it.concurrent('signs by digest, too, and goes where the signatures go', () =>
    inScene({ files: {} }, async (scene) => {
      const run = await scene.sign({ with: { ...EACH.with, files: '', checksums: X, 'output-directory': 'out' } })
      expectWritten(run, 'out/x.iso.sha256', ...signatureFiles('out/x.iso'))
      expect(textOf(scene, 'out/x.iso.sha256')).toBe(X)
    }),
  )
})

describe('write-checksums with the name of a list', () => {
  const inputs = { 'write-checksums': 'SHA256SUMS', files: 'dist/*' }

  it.concurrent('signs the list that is there already when it says the same', () =>
    inScene({ files: { ...TWO, 'dist/SHA256SUMS': LIST.split('\n').reverse().join('\n') } }, async (scene) => {
      const run = await scene.sign({ with: inputs })
      expectWritten(run, ...signatureFiles('dist/SHA256SUMS', 'dist/x.iso', 'dist/y.iso'))
    }),
  )

  it.concurrent('puts the list into the workspace when the signatures go to several directories', () =>
    inScene({ files: { 'a/x.iso': 'an image', 'b/y.iso': 'another' } }, async (scene) => {
      const run = await scene.sign({ with: { ...inputs, files: '*/*.iso' } })
      expectWritten(run, 'SHA256SUMS', ...signatureFiles('SHA256SUMS', 'a/x.iso', 'b/y.iso'))
      expect(textOf(scene, 'SHA256SUMS')).toBe(LIST)
    }),
  )
})

const refused: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>, Step]>> = {
  'a checksum file says something else': [
    'E_OUTPUT_PATH',
    { 'x.iso': 'an image', 'x.iso.sha256': line('another', 'x.iso') },
    EACH,
  ],
  'a checksum file is a private key': ['E_OUTPUT_PATH', { 'x.iso': 'an image', 'x.iso.sha256': 'a key' }, EACH],
  'a list says more': ['E_OUTPUT_PATH', { 'x.iso': 'an image', SUMS: LIST }, { with: { 'write-checksums': 'SUMS' } }],
  'a list would need one name twice': [
    'E_OUTPUT_NAME',
    { 'a/x.iso': '1', 'b/x.iso': '2' },
    { with: { 'write-checksums': 'SUMS', files: '*/x.iso' } },
  ],
  'a line of files names what is made': [
    'E_OUTPUT_NAME',
    { 'x.iso': 'an image', SUMS: X },
    { with: { 'write-checksums': 'SUMS', files: 'x.iso\nSUMS' } },
  ],
  'the name of a list has a directory': ['E_INPUT', { 'x.iso': 'an image' }, { with: { 'write-checksums': 'a/SUMS' } }],
}

describe('nothing becomes public when', () => {
  it.concurrent.each(Object.entries(refused))('%s', (_, [code, files, step]) =>
    inScene({ files }, async (scene) => {
      expectRefused(await scene.sign(step), code)
      expect(count(scene.sandbox, 'fulcio.certificate')).toBe(0)
    }),
  )
})
