/* Shows which checksum files the built action makes, keeps and refuses, on the disk, in the artifact and on the release. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { expectSuccess } from '../support/oracles.ts'
import { count, expectRefused, inScene, signatureFiles, type Run, type Scene, type Step } from './sign-scene.ts'
import { expectUntouched, inReleaseScene, ours } from './release-scene.ts'

const line = (text: string, name: string): string => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`

const x = line('an image', 'x.iso')
const TWO = { 'dist/x.iso': 'an image', 'dist/y.iso': 'another' }
const LIST = x + line('another', 'y.iso')
const EACH: Step = { with: { 'write-checksums': 'each' } }

function expectWritten(run: Run, ...names: readonly string[]): void {
  expectSuccess(run)
  expect(run.written).toEqual([...names].sort())
}

const text = ({ workspace }: Pick<Scene, 'workspace'>, name: string): string =>
  readFileSync(path.join(workspace, name), 'utf8')

const stored = ({ sandbox }: Pick<Scene, 'sandbox'>, artifact: string): readonly string[] =>
  [...sandbox.artifacts.members(artifact).keys()].sort()

describe('write-checksums: each', () => {
  it.concurrent('writes the base name and digest beside each signature, and uploads them', () =>
    inScene({ files: TWO }, async (scene) => {
      const run = await scene.sign({ with: { ...EACH.with, files: 'dist/*', 'artifact-name': 'a' } })
      expectWritten(run, 'dist/x.iso.sha256', 'dist/y.iso.sha256', ...signatureFiles('dist/x.iso', 'dist/y.iso'))
      expect(text(scene, 'dist/x.iso.sha256')).toBe(x)
      expect(stored(scene, 'a')).toEqual(['x.iso.sha256', 'y.iso.sha256', ...signatureFiles('x.iso', 'y.iso')].sort())
      expect(run.stdout).toMatch(/wrote x\.iso\.sig, .*, x\.iso\.sha256 to/)
    }),
  )

  it.concurrent(
    'keeps one that says the same in other words, leaves it out of a pattern, and publishes it as it is',
    () =>
      inReleaseScene(
        { isDraft: true, files: { 'x.iso': 'an image', 'x.iso.sha256': `# made\r\n${x}` } },
        async (scene) => {
          const run = await scene.attach({ with: { ...EACH.with, files: 'x.iso*' } })
          expectWritten(run, ...signatureFiles('x.iso'))
          expect(run.stdout).toContain("'x.iso.sha256' is what 'write-checksums' makes, and is left out")
          expect(stored(scene, 'x.iso.sigstore')).toEqual(['x.iso.sha256', ...signatureFiles('x.iso')].sort())
          expect(ours(scene).get('x.iso.sha256')).toBe(`# made\r\n${x}`)
        },
      ),
  )

  it.concurrent('signs by digest, too, and goes where the signatures go', () =>
    inScene({ files: {} }, async (scene) => {
      const run = await scene.sign({ with: { ...EACH.with, files: '', checksums: x, 'output-directory': 'out' } })
      expectWritten(run, 'out/x.iso.sha256', ...signatureFiles('out/x.iso'))
      expect(text(scene, 'out/x.iso.sha256')).toBe(x)
    }),
  )
})

describe('write-checksums with the name of a list', () => {
  const inputs = { 'write-checksums': 'SHA256SUMS', files: 'dist/*' }

  it.concurrent('writes one list, which is signed like every file, uploaded and attached', () =>
    inReleaseScene({ isDraft: true, files: TWO }, async (scene) => {
      const run = await scene.attach({ with: { ...inputs, 'artifact-name': 'a' } })
      const signed = ['SHA256SUMS', 'x.iso', 'y.iso']
      expectWritten(run, 'dist/SHA256SUMS', ...signatureFiles(...signed.map((name) => `dist/${name}`)))
      expect(text(scene, 'dist/SHA256SUMS')).toBe(LIST)
      expect(stored(scene, 'a')).toEqual(['SHA256SUMS', ...signatureFiles(...signed)].sort())
      expect(ours(scene).get('SHA256SUMS')).toBe(LIST)
      expect([...ours(scene).keys()].sort()).toEqual(['SHA256SUMS', ...signatureFiles(...signed)].sort())
      const files = (JSON.parse(run.outputs['results'] ?? '') as readonly { readonly file: string }[]).map(
        ({ file }) => file,
      )
      expect(files).toEqual(['dist/x.iso', 'dist/y.iso', 'dist/SHA256SUMS'])
      expect(count(scene.sandbox, 'rekor.create')).toBe(3)
    }),
  )

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
      expect(text(scene, 'SHA256SUMS')).toBe(LIST)
    }),
  )
})

describe('a checksum file on the release', () => {
  it.concurrent('that is published and says the same is kept', () =>
    inReleaseScene({}, async (scene) => {
      const { id } = scene.sandbox.releases.attach(scene.release, 'x.iso.sha256', x)
      expectWritten(await scene.attach(EACH), 'x.iso.sha256', ...signatureFiles('x.iso'))
      expect(scene.release.assets.find(({ name }) => name === 'x.iso.sha256')?.id).toBe(id)
      expect([...ours(scene).keys()].sort()).toEqual(['x.iso.sha256', ...signatureFiles('x.iso')].sort())
    }),
  )

  it.concurrent('of a draft stays in a second attempt, while the signatures are replaced', () =>
    inReleaseScene({ isDraft: true }, async (scene) => {
      const list = { with: { 'write-checksums': 'SHA256SUMS' } }
      await scene.attach(list)
      const before = new Map(ours(scene))
      scene.sandbox.claims['run_attempt'] = '2'
      const run = await scene.attach({ ...list, environment: { GITHUB_RUN_ATTEMPT: '2' } })
      expectWritten(run, ...signatureFiles('SHA256SUMS', 'x.iso'))
      expect([...ours(scene).keys()].sort()).toEqual([...before.keys()].sort())
      const kept = [...ours(scene)].filter(([name, bytes]) => before.get(name) === bytes).map(([name]) => name)
      expect(kept).toEqual(['SHA256SUMS'])
    }),
  )

  it.concurrent.each([true, false])('that says something else is refused before Fulcio: draft %s', (isDraft) =>
    inReleaseScene({ isDraft }, async (scene) => {
      scene.sandbox.releases.attach(scene.release, 'x.iso', 'an image')
      scene.sandbox.releases.attach(scene.release, 'x.iso.sha256', line('another', 'x.iso'))
      expectRefused(await scene.attach(EACH), 'E_RELEASE_ASSET_EXISTS', 'x.iso.sha256')
      expectUntouched(scene)
    }),
  )

  it.concurrent('that another job attaches meanwhile is kept when it is equal, else ends the step', () =>
    inReleaseScene({}, async (scene) => {
      const meanwhile = (content: string): void => {
        scene.sandbox.faults.script('rekor.create', {
          kind: 'lie',
          request: (request) => {
            scene.sandbox.releases.attach(scene.release, 'x.iso.sha256', content)
            return request
          },
        })
      }
      meanwhile(line('another', 'x.iso'))
      const run = await scene.attach(EACH)
      expect([run.exitCode, run.outputs['error-code']]).toEqual([1, 'E_RELEASE_ASSET_EXISTS'])
      expect(ours(scene).get('x.iso.sha256')).toBe(line('another', 'x.iso'))
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
    { 'x.iso': 'an image', SUMS: x },
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
