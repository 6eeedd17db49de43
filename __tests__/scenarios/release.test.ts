/*
 * Has the built action meet a release: attached to, refused before anything is public, and failing when all is signed. Of
 * every kind of it, and of every fault, there is more in releases/.
 */
import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { upstreamFailure } from '../../sandbox/github/faults.ts'
import { errorOf, expectRefused, expectSigned, noticesOf } from './sign-scene.ts'
import { expectAttached, expectAttachFailed, expectUntouched, inReleaseScene, plant, TAG } from './release-scene.ts'

describe('a release', () => {
  it.concurrent('that is a draft, found by its tag, gets the three files, and its outputs tell them', () =>
    inReleaseScene({ isDraft: true }, async (scene) => {
      scene.sandbox.releases.attach(scene.release, 'x.iso', 'an image')
      const run = await scene.attach()
      expectSigned(scene, run, 'x.iso')
      expectAttached(scene, run, 'x.iso')
      expect(noticesOf(run)).toEqual([])
      expect(run.commands).toContainEqual(
        expect.objectContaining({ name: 'add-mask', data: scene.sandbox.releases.token }),
      )
      expect(run.summary).toContain('### On the release')
      expect(run.stdout).toContain(`gh release download ${TAG} -R octo-org/example-iso -p 'x.iso*'`)
    }),
  )

  it.concurrent('that nobody asked for is never looked at', () =>
    inReleaseScene({}, async (scene) => {
      expectSigned(scene, await scene.sign({ with: { 'github-token': scene.sandbox.releases.token } }), 'x.iso')
      expect(scene.sandbox.requests.filter(({ service }) => service.startsWith('github'))).toEqual([])
    }),
  )

  it.concurrent('G11 that holds the image with another digest ends the run before anything is public', () =>
    inReleaseScene({ isDraft: true }, async (scene) => {
      plant(scene, 'x.iso')
      const run = await scene.attach()
      expectRefused(run, 'E_RELEASE_DIGEST_MISMATCH')
      expect(errorOf(run)).toContain(createHash('sha256').update('an image').digest('hex'))
      expectUntouched(scene)
    }),
  )

  it.concurrent('G4 that has an empty asset left by a 502 gets the whole one all the same', () =>
    inReleaseScene({}, async (scene) => {
      scene.sandbox.faults.script('githubUploads.uploadAsset', upstreamFailure)
      const run = await scene.attach()
      expectSigned(scene, run, 'x.iso')
      expectAttached(scene, run, 'x.iso')
    }),
  )

  it.concurrent('G2 that the token may not write to ends a run whose signature stands, with its artifact', () =>
    inReleaseScene({}, async (scene) => {
      scene.sandbox.releases.contents = 'read'
      const run = await scene.attach()
      expectAttachFailed(run, 'E_RELEASE_PERMISSION')
      expect(errorOf(run)).toContain('the signature files are kept')
    }),
  )
})
