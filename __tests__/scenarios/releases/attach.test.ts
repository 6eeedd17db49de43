/* Attaches with the built action through every fault, in several attempts and jobs; and fails only after the files are safe. */
import { describe, expect, it } from '@jest/globals'
import { status, type Fault } from '../../../sandbox/faults.ts'
import { secondaryLimit } from '../../../sandbox/github/faults.ts'
import type { RouteName } from '../../../sandbox/routes.ts'
import { count, errorOf, expectSigned, signatureFiles, warningsOf, type Run, type Step } from '../sign-scene.ts'
import {
  expectAttached,
  expectAttachFailed,
  inReleaseScene,
  meanwhile,
  ours,
  plant,
  type ReleaseScene,
} from '../release-scene.ts'

const UPLOAD = 'githubUploads.uploadAsset'

/** Plays a re-run: the same run, in a later attempt. */
function attempt(number: number, scene: ReleaseScene): Promise<Run> {
  scene.sandbox.claims['run_attempt'] = String(number)
  return scene.attach({ environment: { GITHUB_RUN_ATTEMPT: String(number) } })
}

const passing: readonly (readonly [string, RouteName, readonly Fault[]])[] = [
  ['G3 a secondary limit that says how long to wait', UPLOAD, [secondaryLimit(1), secondaryLimit(1, 429)]],
  ['G5, G12 a lost reply, after which the name is taken', UPLOAD, [{ kind: 'lost-reply' }]],
  ['a reset', UPLOAD, [{ kind: 'reset-before' }]],
  ['a truncated reply', UPLOAD, [{ kind: 'truncate' }]],
  ['a listing that breaks off', 'github.listAssets', [status(502), { kind: 'truncate' }]],
]

describe('attaching', () => {
  // Three attempts take the longest: first, so that others need not wait for them.
  it.concurrent.each(['github.deleteAsset', 'github.updateAsset'] as const)(
    'G7 that breaks off at %s leaves the old or the new bundle, and the next attempt cleans up',
    (route) =>
      inReleaseScene({ isDraft: true }, async (scene) => {
        await scene.attach()
        const first = ours(scene)
        scene.sandbox.faults.script(route, status(403))
        expectAttachFailed(await attempt(2, scene), 'E_RELEASE_PERMISSION')
        const left = ours(scene)
        for (const name of ['x.iso.pem', 'x.iso.sig']) expect(left.get(name)).toBe(first.get(name))
        expect([...left.keys()]).toContainEqual(expect.stringMatching(/^keyless-sign\.\d+\.2\.x\.iso\.sigstore/))
        expect(left.has('x.iso.sigstore.json')).toBe(route === 'github.deleteAsset')
        expectAttached(scene, await attempt(3, scene), 'x.iso')
      }),
  )

  it.concurrent('G7 in a second attempt replaces what the first left on the draft', () =>
    inReleaseScene({ isDraft: true }, async (scene) => {
      expectAttached(scene, await scene.attach(), 'x.iso')
      const first = ours(scene).get('x.iso.sig')
      expectAttached(scene, await attempt(2, scene), 'x.iso')
      expect(ours(scene).get('x.iso.sig')).not.toBe(first)
    }),
  )

  it.concurrent.each(passing)('rides out %s', (_, route, faults) =>
    inReleaseScene({}, async (scene) => {
      scene.sandbox.faults.script(route, ...faults)
      const run = await scene.attach()
      expectSigned(scene, run, 'x.iso')
      expectAttached(scene, run, 'x.iso')
    }),
  )
})

const failing: Readonly<Record<string, readonly [string, (scene: ReleaseScene) => void, Step?]>> = {
  'G8 it becomes immutable meanwhile': [
    'E_RELEASE_IMMUTABLE',
    (scene) => {
      meanwhile(scene, 'rekor.create', () => {
        scene.release.isImmutable = true
      })
    },
  ],
  'G8 it becomes immutable at the upload': [
    'E_RELEASE_IMMUTABLE',
    (scene) => {
      meanwhile(scene, UPLOAD, () => {
        scene.release.isImmutable = true
      })
    },
  ],
  'G9 another job takes a name meanwhile': [
    'E_RELEASE_ASSET_EXISTS',
    (scene) => {
      meanwhile(scene, 'rekor.create', () => {
        plant(scene, 'x.iso.sigstore.json')
      })
    },
  ],
  'uploads keep failing': [
    'E_RELEASE_UNAVAILABLE',
    ({ sandbox }) => {
      sandbox.faults.always(UPLOAD, status(503))
    },
    { with: { 'timeout-minutes': '0.1' } },
  ],
}

describe('the signature stands, its artifact is there, and the step fails, when', () => {
  it.concurrent.each(Object.entries(failing))('%s', (_, [code, prepare, step]) =>
    inReleaseScene({}, async (scene) => {
      prepare(scene)
      const run = await scene.attach(step)
      expectAttachFailed(run, code)
      expect(errorOf(run)).toContain('the signature files are kept')
    }),
  )

  it.concurrent('G2 the permission ends half-way: what is on the release already is named', () =>
    inReleaseScene({}, async (scene) => {
      scene.sandbox.faults.script(UPLOAD, { kind: 'none' }, status(403))
      const run = await scene.attach()
      expectAttachFailed(run, 'E_RELEASE_PERMISSION')
      expect(warningsOf(run)).toEqual([expect.stringContaining('x.iso.sigstore.json')])
    }),
  )

  it.concurrent('the artifact fails: the release is tried all the same', () =>
    inReleaseScene({}, async (scene) => {
      scene.sandbox.faults.always('artifacts.CreateArtifact', status(403))
      const run = await scene.attach()
      expect([run.exitCode, run.outputs['error-code']]).toEqual([1, 'E_UPLOAD_PERMISSION'])
      expectAttached(scene, run, 'x.iso')
    }),
  )

  it.concurrent('both fail: the second is a warning', () =>
    inReleaseScene({}, async (scene) => {
      scene.sandbox.faults.always('artifacts.CreateArtifact', status(403))
      scene.sandbox.releases.contents = 'read'
      const run = await scene.attach()
      expect([run.exitCode, run.outputs['error-code']]).toEqual([1, 'E_UPLOAD_PERMISSION'])
      expect(warningsOf(run)).toEqual([expect.stringContaining('E_RELEASE_PERMISSION')])
      expect(ours(scene).size).toBe(0)
    }),
  )
})

it.concurrent('G9 two jobs that sign equal names into one draft do not lose a set', () =>
  inReleaseScene({ isDraft: true }, async (scene) => {
    const runs = await Promise.all([
      scene.attach({ shared: true, with: { 'output-directory': 'a', 'artifact-name': 'a' } }),
      scene.attach({ shared: true, with: { 'output-directory': 'b', 'artifact-name': 'b' } }),
    ])
    const codes = runs.map(({ exitCode, outputs }) => (exitCode === 0 ? 'attached' : outputs['error-code']))
    expect([
      ['attached', 'attached'],
      ['E_RELEASE_ASSET_EXISTS', 'attached'],
    ]).toContainEqual(codes.toSorted())
    expect([...ours(scene).keys()].sort()).toEqual(signatureFiles('x.iso'))
    expect(count(scene.sandbox, 'github.deleteAsset')).toBe(0)
  }),
)
