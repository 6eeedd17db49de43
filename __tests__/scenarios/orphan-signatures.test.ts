/*
 * Signature files that a pattern catches and that belong to no file of the run: who publishes what the pattern matches
 * publishes them, too, so both built actions name them.
 */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { expectSigned, inScene, noticesOf, signatureFiles, warningsOf } from './sign-scene.ts'
import { annotation, expectRefused, expectVerified, newScene } from './verify-scene.ts'

const ORPHANS = ['dist/app.pem', 'dist/app.sig', 'dist/excluded.iso.sigstore.json', 'dist/gone.iso.sigstore.json']
const hostile = 'dist/##[error]x.sigstore.json'
const namesIn = (text = ''): readonly string[] => [...text.matchAll(/'([^']+)'/g)].map(([, name = '']) => name).sort()

describe('signature files without their file', () => {
  it('are named in one warning, and not said to be verified', async () => {
    const scene = await newScene()
    for (const name of ['dist/a.iso', 'dist/b.iso', 'dist/excluded.iso']) await scene.sign(name)
    mkdirSync(path.join(scene.workspace, 'dist/app'))
    for (const name of [...ORPHANS.slice(0, 2), 'dist/gone.iso.sigstore.json', 'dist/a.iso.sig', hostile]) {
      scene.write(name, 'nobody knows')
    }
    const result = await scene.verify({ files: 'dist/*\n!dist/excluded.iso' })
    expectVerified(result)
    const warnings = result.commands.filter(({ name }) => name === 'warning')
    expect(warnings).toHaveLength(1)
    expect(namesIn(warnings[0]?.data)).toEqual(['dist/##\\[error]x.sigstore.json', ...ORPHANS].sort())
    expect(warnings[0]?.data).toContain('not verified')
    const leftOut = namesIn(result.stdout.match(/^.* looks like a signature and is left out$/gm)?.join())
    expect(leftOut).toEqual(['dist/a.iso.sig', 'dist/a.iso.sigstore.json', 'dist/b.iso.sigstore.json'])
    expect(result.outputs['sha256']?.split('\n')).toHaveLength(2)
  })

  it('are taken for files to verify where no file of that name is there at all, and then have no bundle', async () => {
    const scene = await newScene()
    scene.write('dist/app.sig', 'nobody knows')
    await scene.sign('dist/a.iso')
    const result = await scene.verify({ files: 'dist/*' })
    expectRefused(result, 'E_BUNDLE_NOT_FOUND')
    expect(annotation(result)).toContain("'dist/app.sig'")
  })

  it('are named in one notice, and not signed', () =>
    inScene(
      { files: Object.fromEntries(['dist/a.iso', 'dist/app/x', ...ORPHANS].map((name) => [name, name])) },
      (scene) =>
        scene.sign({ with: { files: 'dist/*', 'upload-artifact': 'false' } }).then((run) => {
          expectSigned(scene, run, 'dist/a.iso')
          expect(run.written).toEqual(signatureFiles('dist/a.iso'))
          expect(noticesOf(run).map(namesIn)).toEqual([ORPHANS])
          expect(warningsOf(run)).toEqual([])
        }),
    ))
})
