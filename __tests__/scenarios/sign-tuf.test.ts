/* Has the built action take trusted root and signing config from a TUF repository. What goes wrong with one is in matrix/tuf. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { verify } from 'sigstore'
import { startProxy } from '../../sandbox/proxy.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { temporaryDirectory } from '../support/builders.ts'
import { identityIn } from '../../sandbox/oracles/second-opinion.ts'
import { count, expectRefused, expectSigned, fromTuf as trustFromTuf, inScene, type Scene } from './sign-scene.ts'

const STAGING = 'tuf-repo-cdn.sigstage.dev'
const fromTuf = (scene: Scene) => ({ ...trustFromTuf(scene), 'upload-artifact': 'false' })
const requests = ({ requests: all }: Sandbox): number => all.filter(({ service }) => service === 'tuf').length

describe('a TUF repository', () => {
  it.concurrent('gives all that signing needs, and leaves no cache', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ with: fromTuf(scene) })
      expectSigned(scene, run, 'x.iso')
      expect(requests(scene.sandbox)).toBeGreaterThanOrEqual(6)
      expect(run.outputs['verify-command']).not.toContain('--trusted-root')
      expect(run.summary).toContain('cosign initialize')
    }),
  )

  it.concurrent('serves those who verify with the sigstore package, too', () =>
    inScene({}, async (scene) => {
      expectSigned(scene, await scene.sign({ with: fromTuf(scene) }), 'x.iso')
      const bundle = readFileSync(path.join(scene.workspace, 'x.iso.sigstore.json'), 'utf8')
      const options = {
        tufMirrorURL: scene.sandbox.urls.tuf,
        tufRootPath: scene.sandbox.tufRootPath,
        tufCachePath: temporaryDirectory(),
        certificateIssuer: scene.sandbox.urls.oidc,
      }
      const check = (content: string) =>
        verify(JSON.parse(bundle) as Parameters<typeof verify>[0], Buffer.from(content), options)
      const { identity } = await check('an image')
      expect(identity?.subjectAlternativeName).toBe(identityIn(scene.sandbox))
      await expect(check('another image')).rejects.toThrow()
    }),
  )

  it.concurrent('has a signing config for those who ask for Rekor v2', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ with: { ...fromTuf(scene), 'rekor-version': '2' } })
      expectSigned(scene, run, 'x.iso')
      expect([count(scene.sandbox, 'rekor.create'), count(scene.sandbox, 'rekor2.create')]).toEqual([0, 1])
    }),
  )

  it.concurrent('is not asked where the files are given', () =>
    inScene({}, async (scene) => {
      expectSigned(scene, await scene.sign({ with: { 'upload-artifact': 'false' } }), 'x.iso')
      expect(requests(scene.sandbox)).toBe(0)
    }),
  )
})

const roots: Readonly<Record<string, readonly [text: string, inputs: Readonly<Record<string, string>>]>> = {
  'is unknown, without a root': ['tuf-root', { 'tuf-root': '' }],
  'has a root that is missing here': ['there is no file', { 'tuf-root': 'nowhere.json' }],
  'has a root that is none': ['not JSON', { 'tuf-root': 'x.iso' }],
}

describe('nothing is signed when the TUF repository', () => {
  it.concurrent.each(Object.entries(roots))('%s', (_, [text, inputs]) =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ with: { ...fromTuf(scene), ...inputs } })
      expectRefused(run, 'E_TUF_ROOT', text)
      expect(run.stdout).not.toContain('Trying again')
      expect(scene.sandbox.requests).toEqual([])
    }),
  )
})

describe('staging', () => {
  it('is asked at its own address, and believed by the root that came with the action alone', () =>
    inScene({}, async (scene) => {
      const { urls, directory } = scene.sandbox
      const proxy = await startProxy({ [STAGING]: urls.tuf }, directory)
      const run = await scene.sign({
        with: { 'trusted-root': '', 'signing-config': '', staging: 'true' },
        environment: { HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.1', NODE_EXTRA_CA_CERTS: proxy.authorityPath },
      })
      await proxy.close()
      // The sandbox has no root that the pinned one, which is past its date, leads to.
      expectRefused(run, 'E_TUF_EXPIRED')
      expect([...new Set(proxy.connects)]).toEqual([`${STAGING}:443`])
      expect(count(scene.sandbox, 'runner.token')).toBe(0)
    }))
})
