/* Shows, with the built action, that what is on the release is compared again and again, and that no answer of its API is believed. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { lieJson, none, type Fault, type Json } from '../../../sandbox/faults.ts'
import type { Request } from '../../../sandbox/routes.ts'
import { expectFailure } from '../../support/oracles.ts'
import { olderFiles } from '../../support/older-files.ts'
import {
  expectAttached,
  expectAttachFailed,
  inReleaseScene,
  meanwhile,
  plant,
  type ReleaseScene,
} from '../release-scene.ts'
import { errorOf, expectSigned } from '../sign-scene.ts'

const UPLOAD = 'githubUploads.uploadAsset'
const older = await olderFiles('x.iso')

/** Changes each asset of a listing. */
function eachAsset(change: (asset: Readonly<Record<string, Json>>) => Json): Fault {
  return lieJson((body) =>
    Array.isArray(body) ? body.map((asset) => change(asset as Readonly<Record<string, Json>>)) : body,
  )
}

const lies: Readonly<Record<string, readonly [string, (scene: ReleaseScene) => void]>> = {
  'G11 the image on it is another one meanwhile': [
    'E_RELEASE_DIGEST_MISMATCH',
    (scene) => {
      meanwhile(scene, 'rekor.create', () => {
        plant(scene, 'x.iso')
      })
    },
  ],
  'G11 the image on it is another one at the upload': [
    'E_RELEASE_DIGEST_MISMATCH',
    (scene) => {
      meanwhile(scene, UPLOAD, () => {
        plant(scene, 'x.iso')
      })
    },
  ],
  'GitHub stores something else': [
    'E_RELEASE_VERIFY',
    ({ sandbox }) => {
      sandbox.faults.script(UPLOAD, {
        kind: 'lie',
        request: (request) => ({ ...request, body: Buffer.from('something else') }),
      })
    },
  ],
  'it stores something else, and lists the digest of what was sent': [
    'E_RELEASE_VERIFY',
    ({ sandbox }) => {
      const digests = new Map<Json | undefined, string>()
      const request = (sent: Request): Request => {
        const name = sent.url.searchParams.get('name') ?? ''
        digests.set(name, `sha256:${createHash('sha256').update(sent.body).digest('hex')}`)
        return { ...sent, body: Buffer.alloc(sent.body.length, 'X') }
      }
      sandbox.faults.always(UPLOAD, { kind: 'lie', request })
      sandbox.faults.always(
        'github.listAssets',
        eachAsset((asset) => ({ ...asset, digest: digests.get(asset['name']) ?? null })),
      )
    },
  ],
  'it says other sizes than it stores': [
    'E_RELEASE_VERIFY',
    ({ sandbox }) => {
      const grown = eachAsset((asset) => ({ ...asset, size: 1 }))
      sandbox.faults.script('github.listAssets', none, none, grown)
    },
  ],
}

describe('the signature stands, its artifact is there, and the step fails, when', () => {
  // Takes the longest, for an asset takes a second, as GitHub asks for it: first, so that others need not wait for it.
  it.concurrent('a renaming is confirmed that never was: no temporary name is told for a file', () =>
    inReleaseScene({ isDraft: true }, async (scene) => {
      const planted = { 'x.iso': 'an image', ...older }
      for (const [name, text] of Object.entries(planted)) scene.sandbox.releases.attach(scene.release, name, text)
      scene.sandbox.faults.always('github.updateAsset', {
        kind: 'lie',
        request: (request) => ({ ...request, body: Buffer.from('{}') }),
      })
      const run = await scene.attach()
      expectAttachFailed(run, 'E_RELEASE_VERIFY')
      expect(run.outputs).not.toHaveProperty('release-assets')
    }),
  )

  it.concurrent.each(Object.entries(lies))('%s', (_, [code, prepare]) =>
    inReleaseScene({}, async (scene) => {
      prepare(scene)
      const run = await scene.attach()
      expectAttachFailed(run, code)
      expect(errorOf(run)).toContain('the signature files are kept')
    }),
  )

  it.concurrent('two uploads with equal bytes are told to be one asset', () =>
    inReleaseScene({ files: { 'x.iso': 'an image', 'y.iso': 'another' } }, async (scene) => {
      let first: Buffer | undefined
      scene.sandbox.faults.always(UPLOAD, {
        kind: 'lie',
        reply: (reply, { url }) => {
          const name = url.searchParams.get('name')
          if (name === 'x.iso.pem') first = reply.body
          if (name !== 'y.iso.pem' || first === undefined) return reply
          scene.release.assets.pop()
          return { ...reply, body: first }
        },
      })
      const run = await scene.attach({ with: { files: 'x.iso\ny.iso' } })
      expectFailure(run, 'E_RELEASE_VERIFY')
      expect(errorOf(run)).toContain('the signature files are kept')
    }),
  )
})

it.concurrent('a draft that is published while the files are signed is reported as published', () =>
  inReleaseScene({ isDraft: true }, async (scene) => {
    meanwhile(scene, 'rekor.create', () => {
      scene.sandbox.releases.publish(scene.release)
    })
    const run = await scene.attach()
    expectSigned(scene, run, 'x.iso')
    expectAttached(scene, run, 'x.iso')
    expect(run.outputs['release-url']).toMatch(/\/releases\/tag\/v1\.0\.0$/)
    expect(run.stdout).toContain('to the release v1.0.0')
    expect(run.summary).not.toContain('Draft release')
  }),
)
