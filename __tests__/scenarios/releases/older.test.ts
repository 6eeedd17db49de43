/* Meets, with the built action, a draft that has the names of our files already: replaced where all are ours, else refused. */
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { none } from '../../../sandbox/faults.ts'
import { errorOf, expectRefused, signatureFiles, type Run } from '../sign-scene.ts'
import { expectAttached, expectUntouched, inReleaseScene, ours, type ReleaseScene } from '../release-scene.ts'
import { olderFiles } from '../../support/older-files.ts'

const older = await olderFiles('x.iso')

/** Puts these on the draft in place of what has their names. */
function put({ sandbox, release }: ReleaseScene, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const index = release.assets.findIndex((asset) => asset.name === name)
    if (index !== -1) release.assets.splice(index, 1)
    sandbox.releases.attach(release, name, text)
  }
}

/** How often something was made public, or the release written to. */
function writes({ sandbox }: ReleaseScene): number {
  const places = sandbox.requests.filter(({ service }) => service === 'fulcio' || service.startsWith('github'))
  return places.filter(({ method }) => method !== 'GET').length
}

it.concurrent(
  'G7 beside the very image, signatures of whomever are replaced where each is what its name stands for',
  () =>
    inReleaseScene({ isDraft: true }, async (scene) => {
      put(scene, { 'x.iso': 'an image', ...older })
      expectAttached(scene, await scene.attach(), 'x.iso')
    }),
)

const foreign: readonly (readonly [string, string])[] = [
  ['x.iso.sig', '-----BEGIN PGP SIGNATURE-----\ntheirs\n'],
  ['x.iso.pem', '-----BEGIN PUBLIC KEY-----\ntheirs\n'],
  ['x.iso.sigstore.json', '{"theirs":true}'],
  ['x.iso.sig', (older['x.iso.sig'] ?? '').padEnd(300_000)],
]

describe('a run is refused before anything is public, and nothing on the draft is touched, where', () => {
  it.concurrent.each(foreign)('%s is of another form, although the very image is there', (name, text) =>
    inReleaseScene({ isDraft: true }, async (scene) => {
      put(scene, { 'x.iso': 'an image', ...older, [name]: text })
      const before = ours(scene)
      const run = await scene.attach()
      expectRefused(run, 'E_RELEASE_ASSET_EXISTS', `'${name}': it is not what its name stands for`)
      expect(errorOf(run)).toContain('delete it by hand')
      expectUntouched(scene)
      expect(ours(scene)).toEqual(before)
    }),
  )

  it.concurrent.each([
    ['x.iso.sig', older['x.iso.sig'] ?? ''],
    ['x.iso.pem', older['x.iso.pem'] ?? ''],
    ['x.iso.sig', '-----BEGIN PGP SIGNATURE-----'],
  ])('%s is not of the bundle beside it, which is ours', (name, text) =>
    inReleaseScene({ isDraft: true }, async (scene) => {
      expectAttached(scene, await scene.attach(), 'x.iso')
      put(scene, { [name]: text })
      const before = ours(scene)
      const done = writes(scene)
      const run = await scene.attach({ with: { 'artifact-name': 'again', 'output-directory': 'again' } })
      expectRefused(run, 'E_RELEASE_ASSET_EXISTS', `'${name}': it is not`)
      expect(writes(scene)).toBe(done)
      expect(ours(scene)).toEqual(before)
      expect([...before.keys()].sort()).toEqual(signatureFiles('x.iso'))
    }),
  )
})

it.concurrent('G9 of two jobs that replace an older set one ends well, and its set is whole', () =>
  inReleaseScene({ isDraft: true }, async (scene) => {
    put(scene, { 'x.iso': 'an image', ...older })
    const job = (name: string, run: string): Promise<Run> =>
      scene.attach({
        shared: true,
        with: { 'output-directory': name, 'artifact-name': name },
        environment: { GITHUB_RUN_ID: run },
      })
    let second: Run | undefined
    scene.sandbox.faults.script('github.updateAsset', none, {
      kind: 'lie',
      // The first job hears of its second renaming when the other one has come and gone.
      reply: async (reply) => {
        second = await job('b', '4004')
        return reply
      },
    })
    const first = await job('a', '3003')
    expectAttached({ ...scene, workspace: path.join(scene.workspace, 'a') }, first, 'x.iso')
    expect([second?.exitCode, second?.outputs['error-code']]).toEqual([1, 'E_RELEASE_ASSET_EXISTS'])
    expect(second && errorOf(second)).toMatch(/another job is replacing[^]*delete the asset '.*' by hand/)
  }),
)
