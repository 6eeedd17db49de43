/* Signs by digest, as a job does that never had the files, and compares files with digests where it has both. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { temporaryDirectory, writeFiles } from '../support/builders.ts'
import { verifyIndependently } from '../../sandbox/oracles/second-opinion.ts'
import { expectSuccess } from '../support/oracles.ts'
import { count, expectRefused, expectSigned, inScene, type Run, type Scene, signatureFiles } from './sign-scene.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Asserts that the files of the names were signed for these texts, of which the job had none. */
function expectSignedByDigest(scene: Scene, run: Run, texts: Readonly<Record<string, string>>): void {
  expectSuccess(run)
  expect(run.written).toEqual(signatureFiles(...Object.keys(texts)))
  const elsewhere = temporaryDirectory()
  for (const [name, text] of Object.entries(texts)) {
    const [file = ''] = writeFiles(elsewhere, { [name]: text })
    verifyIndependently(file, scene.sandbox, path.join(scene.workspace, name))
  }
}

describe('signing by digest', () => {
  it.concurrent('takes lines of every form that there is', () =>
    inScene({ files: {} }, async (scene) => {
      const checksums = [
        `${sha256('a')}  gnu.iso`,
        `${sha256('b')} *binary mark.iso`,
        `SHA256 (bsd.iso) = ${sha256('c').toUpperCase()}`,
        `\\${sha256('d')}  back\\\\slash.iso`,
      ].join('\r\n')
      const run = await scene.sign({ with: { files: '', checksums, 'upload-artifact': 'false' } })
      const texts = { 'gnu.iso': 'a', 'binary mark.iso': 'b', 'bsd.iso': 'c', 'back\\slash.iso': 'd' }
      expectSignedByDigest(scene, run, texts)
      expect(count(scene.sandbox, 'fulcio.certificate')).toBe(1)
    }),
  )

  it.concurrent('takes the output of another job, and says that nothing was read', () =>
    inScene({ files: {} }, async (scene) => {
      const run = await scene.sign({ with: { files: '', checksums: `${sha256('far away')}  x.iso\n` } })
      expectSignedByDigest(scene, run, { 'x.iso': 'far away' })
      expect(run.stdout).toContain('this job does not read the files')
      expect(run.summary).toContain('this job did not read them')
      expect(run.outputs['verify-command']).toMatch(new RegExp(` sha256:${sha256('far away')}$`))
      expect((JSON.parse(run.outputs['results'] ?? '') as object[])[0]).not.toHaveProperty('size')
      expect([...scene.sandbox.artifacts.members('x.iso.sigstore').keys()].sort()).toEqual(run.written)
    }),
  )

  it.concurrent(
    'takes a file, to whose place its names are relative, and signs what lies beside it without reading it',
    () =>
      inScene(
        {
          files: {
            'dist/SHA256SUMS': `${sha256('promised')}  x.iso\n${sha256('y')}  sub/y.iso\n`,
            'dist/x.iso': 'other bytes',
          },
        },
        async (scene) => {
          const run = await scene.sign({ with: { files: '', checksums: 'dist/SHA256SUMS' } })
          expectSignedByDigest(scene, run, { 'dist/x.iso': 'promised', 'dist/sub/y.iso': 'y' })
        },
      ),
  )

  it.concurrent('keeps equal base names apart in directories that it makes, and in the artifact', () =>
    inScene({ files: {} }, async (scene) => {
      const checksums = `${sha256('a')}  a/x.iso\n${sha256('b')}  b/x.iso`
      expectSignedByDigest(scene, await scene.sign({ with: { files: '', checksums } }), {
        'a/x.iso': 'a',
        'b/x.iso': 'b',
      })
    }),
  )

  it.concurrent('refuses a missing checksum file without asking anybody', () =>
    inScene({}, async (scene) => {
      expectRefused(
        await scene.sign({ with: { files: '', checksums: 'SHA256SUMS' } }),
        'E_INPUT_CHECKSUMS',
        "'SHA256SUMS'",
      )
      expect(scene.sandbox.requests).toEqual([])
    }),
  )
})

describe('signing files with checksums', () => {
  it.concurrent('signs where they agree, whatever else is listed', () =>
    inScene({}, async (scene) => {
      const checksums = `${sha256('an image')}  x.iso\n${sha256('other')}  other.iso`
      const run = await scene.sign({ with: { checksums } })
      expectSigned(scene, run, 'x.iso')
      expect(count(scene.sandbox, 'rekor.create')).toBe(1)
      expect(readFileSync(path.join(scene.workspace, 'x.iso'), 'utf8')).toBe('an image')
    }),
  )

  it.concurrent(
    'finds the line of a file in a directory of a store, though its list lies elsewhere with base names',
    () =>
      inScene({ files: { 'result/iso/x.iso': 'an image' } }, async (scene) => {
        const [sums = ''] = writeFiles(temporaryDirectory(), { 'x.iso.sha256': `${sha256('an image')}  x.iso\n` })
        expectSigned(
          scene,
          await scene.sign({ with: { files: 'result/iso/*.iso', checksums: sums } }),
          'result/iso/x.iso',
        )
      }),
  )

  it.concurrent('I33 refuses a file that is not the one that was listed, before Fulcio', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ with: { checksums: `${sha256('another image')}  x.iso` } })
      const text = `digest mismatch: expected ${sha256('another image')}, got ${sha256('an image')}`
      expectRefused(run, 'E_DIGEST_MISMATCH', text)
      expect(count(scene.sandbox, 'fulcio.certificate')).toBe(0)
    }),
  )
})
