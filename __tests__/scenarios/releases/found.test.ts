/* Meets the built action with releases of every kind: found and attached to, or refused before anything is public. */
import { describe, expect, it } from '@jest/globals'
import { schema, status } from '../../../sandbox/faults.ts'
import { errorOf, expectRefused, expectSigned, noticesOf, type Step } from '../sign-scene.ts'
import {
  expectAttached,
  expectUntouched,
  inReleaseScene,
  plant,
  type ReleaseScene,
  type ReleaseSceneOptions,
  TAG,
} from '../release-scene.ts'

describe('a release', () => {
  it.concurrent('that is published gets the three files, named by its id', () =>
    inReleaseScene({ files: { 'my x.iso': 'an image' } }, async (scene) => {
      const id = String(scene.release.id)
      const run = await scene.attach({ with: { 'release-tag': '', 'release-id': id, files: 'my x.iso' } })
      expectSigned(scene, run, 'my x.iso')
      expectAttached(scene, run, 'my x.iso')
      expect(run.outputs['release-assets']).toContain('"my.x.iso.sig"')
      expect(noticesOf(run)).toEqual([expect.stringContaining('Not on the release')])
    }),
  )

  it.concurrent('whose image has no digest takes the files, with a notice', () =>
    inReleaseScene({}, async (scene) => {
      scene.sandbox.releases.attach(scene.release, 'x.iso', 'whatever', { hasDigest: false })
      const run = await scene.attach()
      expectAttached(scene, run, 'x.iso')
      expect(noticesOf(run)).toEqual([expect.stringContaining('no digest to compare')])
    }),
  )

  it.concurrent('G14 with its tag on page 3 of the releases, as a draft, is found', () =>
    inReleaseScene({ isDraft: true }, async (scene) => {
      for (let number = 0; number < 230; number++) scene.sandbox.releases.add(`other-${number}`)
      expectAttached(scene, await scene.attach(), 'x.iso')
    }),
  )
})

const refused: Readonly<
  Record<string, readonly [string, string, ReleaseSceneOptions, (scene: ReleaseScene) => void, Step?]>
> = {
  'G1 no release has the tag': [
    'E_RELEASE_NOT_FOUND',
    'contents: write',
    {},
    () => undefined,
    { with: { 'release-tag': 'v2' } },
  ],
  'G1 a draft is hidden from a token that may only read': [
    'E_RELEASE_NOT_FOUND',
    'contents: write',
    { isDraft: true },
    ({ sandbox }) => {
      sandbox.releases.contents = 'read'
    },
  ],
  'G1 several drafts have the tag': [
    'E_RELEASE_AMBIGUOUS',
    'release-id',
    { isDraft: true },
    ({ sandbox }) => {
      sandbox.releases.add(TAG, { isDraft: true })
    },
  ],
  'G2 the token is no token at all': [
    'E_RELEASE_PERMISSION',
    'holds no valid token',
    {},
    () => undefined,
    { with: { 'github-token': 'ghs_unknown' } },
  ],
  'G6 a published release has one of our names': [
    'E_RELEASE_ASSET_EXISTS',
    "'x.iso.pem'",
    {},
    (scene) => {
      plant(scene, 'x.iso.pem')
    },
  ],
  'G7 a draft has one of our names that is not ours': [
    'E_RELEASE_ASSET_EXISTS',
    "'x.iso.sig'",
    { isDraft: true },
    (scene) => {
      plant(scene, 'x.iso.sig')
    },
  ],
  'G8 it is immutable': ['E_RELEASE_IMMUTABLE', 'while it is a draft', { isImmutable: true }, () => undefined],
  'G14 one of our names is taken on page 3 of the assets': [
    'E_RELEASE_ASSET_EXISTS',
    "'x.iso.sig'",
    {},
    (scene) => {
      plant(scene, ...Array.from({ length: 230 }, (_, number) => `other-${number}.iso`), 'x.iso.sig')
    },
  ],
  'G15 it would hold more than 1,000 assets': [
    'E_RELEASE_LIMIT',
    '1000',
    {},
    (scene) => {
      plant(scene, ...Array.from({ length: 997 }, (_, number) => `other-${number}.iso`))
    },
  ],
  'G15 the writes would take longer than there is time': [
    'E_RELEASE_LIMIT',
    'timeout-minutes',
    {},
    () => undefined,
    { with: { 'timeout-minutes': '0.04' } },
  ],
  'the API answers what it should not': [
    'E_RELEASE_RESPONSE',
    '',
    {},
    ({ sandbox }) => {
      sandbox.faults.always('github.listAssets', schema({ not: 'a list' }))
    },
    { with: { 'timeout-minutes': '0.1' } },
  ],
  'the API is down': [
    'E_RELEASE_UNAVAILABLE',
    '502',
    {},
    ({ sandbox }) => {
      sandbox.faults.always('github.getReleaseByTag', status(502))
    },
    { with: { 'timeout-minutes': '0.1' } },
  ],
}

describe('a run is refused before anything is public, and the release left alone, when', () => {
  it.concurrent.each(Object.entries(refused))('%s', (_, [code, text, options, prepare, step]) =>
    inReleaseScene(options, async (scene) => {
      prepare(scene)
      const run = await scene.attach(step)
      expectRefused(run, code)
      expect(errorOf(run)).toContain(text)
      expectUntouched(scene)
    }),
  )
})
