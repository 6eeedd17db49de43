/* Shows which checksum files the built action attaches to a release, keeps there and refuses. */
import { describe, expect, it } from '@jest/globals'
import { EACH, expectWritten, line, LIST, storedIn, textOf, TWO, X } from '../checksum-scene.ts'
import { expectUntouched, inReleaseScene, ours } from '../release-scene.ts'
import { count, expectRefused, signatureFiles } from '../sign-scene.ts'

describe('a checksum file on the release', () => {
  // The most writes of all, a second each: first, so that others need not wait for it.
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

  it.concurrent('that is published and says the same is kept', () =>
    inReleaseScene({}, async (scene) => {
      const { id } = scene.sandbox.releases.attach(scene.release, 'x.iso.sha256', X)
      expectWritten(await scene.attach(EACH), 'x.iso.sha256', ...signatureFiles('x.iso'))
      expect(scene.release.assets.find(({ name }) => name === 'x.iso.sha256')?.id).toBe(id)
      expect([...ours(scene).keys()].sort()).toEqual(['x.iso.sha256', ...signatureFiles('x.iso')].sort())
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

describe('write-checksums', () => {
  it.concurrent(
    'each keeps one that says the same in other words, leaves it out of a pattern, and publishes it as it is',
    () =>
      inReleaseScene(
        { isDraft: true, files: { 'x.iso': 'an image', 'x.iso.sha256': `# made\r\n${X}` } },
        async (scene) => {
          const run = await scene.attach({ with: { ...EACH.with, files: 'x.iso*' } })
          expectWritten(run, ...signatureFiles('x.iso'))
          expect(run.stdout).toContain("'x.iso.sha256' is what 'write-checksums' makes, and is left out")
          expect(storedIn(scene, 'x.iso.sigstore')).toEqual(['x.iso.sha256', ...signatureFiles('x.iso')].sort())
          expect(ours(scene).get('x.iso.sha256')).toBe(`# made\r\n${X}`)
        },
      ),
  )

  it.concurrent('with the name of a list writes one, which is signed like every file, uploaded and attached', () =>
    inReleaseScene({ isDraft: true, files: TWO }, async (scene) => {
      const run = await scene.attach({
        with: { 'write-checksums': 'SHA256SUMS', files: 'dist/*', 'artifact-name': 'a' },
      })
      const signed = ['SHA256SUMS', 'x.iso', 'y.iso']
      expectWritten(run, 'dist/SHA256SUMS', ...signatureFiles(...signed.map((name) => `dist/${name}`)))
      expect(textOf(scene, 'dist/SHA256SUMS')).toBe(LIST)
      expect(storedIn(scene, 'a')).toEqual(['SHA256SUMS', ...signatureFiles(...signed)].sort())
      expect(ours(scene).get('SHA256SUMS')).toBe(LIST)
      expect([...ours(scene).keys()].sort()).toEqual(['SHA256SUMS', ...signatureFiles(...signed)].sort())
      const files = (JSON.parse(run.outputs['results'] ?? '') as readonly { readonly file: string }[]).map(
        ({ file }) => file,
      )
      expect(files).toEqual(['dist/x.iso', 'dist/y.iso', 'dist/SHA256SUMS'])
      expect(count(scene.sandbox, 'rekor.create')).toBe(3)
    }),
  )
})
