/* Shows what the built action takes off a release, and says so: what an upload left, what an attempt left on a draft, no more. */
import { expect, it } from '@jest/globals'
import { lieJson, type Json } from '../../../sandbox/faults.ts'
import { expectAttached, expectUntouched, inReleaseScene, ours, plant } from '../release-scene.ts'
import { count, errorOf, expectRefused, noticesOf } from '../sign-scene.ts'

const LEFT = 'keyless-sign.3003.1.x.iso.sig'
const second = { environment: { GITHUB_RUN_ATTEMPT: '2' } }

it.concurrent('an asset in a state that nobody knows is in the way, and is not removed', () =>
  inReleaseScene({}, async (scene) => {
    plant(scene, 'x.iso.sig')
    const open = lieJson((body) =>
      Array.isArray(body) ? body.map((asset) => ({ ...(asset as Record<string, Json>), state: 'open' })) : body,
    )
    scene.sandbox.faults.always('github.listAssets', open)
    const run = await scene.attach()
    expectRefused(run, 'E_RELEASE_ASSET_EXISTS', "'x.iso.sig': it is neither whole nor")
    expect(errorOf(run)).toContain('delete it by hand')
    expectUntouched(scene)
    expect(ours(scene).get('x.iso.sig')).toBe('theirs')
  }),
)

it.concurrent(
  'what an upload left under one of our names is removed from a published release, with a line in the log',
  () =>
    inReleaseScene({}, async (scene) => {
      scene.sandbox.releases.attach(scene.release, 'x.iso.sig', '', { state: 'starter' })
      const run = await scene.attach()
      expectAttached(scene, run, 'x.iso')
      expect(run.stdout).toContain("Removing 'x.iso.sig' from the release, which an upload left that broke off")
    }),
)

it.concurrent('a temporary name is no reason to remove anything from a published release: a notice tells of it', () =>
  inReleaseScene({ claims: { run_attempt: '2' } }, async (scene) => {
    plant(scene, LEFT)
    const run = await scene.attach(second)
    expect([run.exitCode, count(scene.sandbox, 'github.deleteAsset')]).toEqual([0, 0])
    expect(ours(scene).get(LEFT)).toBe('theirs')
    expect(noticesOf(run)).toContainEqual(expect.stringContaining(`delete them by hand: '${LEFT}'`))
  }),
)

it.concurrent('what an attempt of this run left on a draft is removed, with a line in the log', () =>
  inReleaseScene({ isDraft: true, claims: { run_attempt: '2' } }, async (scene) => {
    plant(scene, LEFT)
    const run = await scene.attach(second)
    expectAttached(scene, run, 'x.iso')
    expect(run.stdout).toContain(`Removing '${LEFT}' from the release, which an earlier attempt left`)
  }),
)
