/* Shows that a private repository's name reaches no public Fulcio unasked. A proxy stands where the public network would be. */
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { behindClosedProxy, leadingTo, type ClosedProxy } from './closed-network.ts'
import { expectRefused, expectSigned, inScene, type Scene } from './sign-scene.ts'

const iss = 'https://token.actions.githubusercontent.com'
const publicFulcio = {
  claims: { iss, repository_visibility: 'private', environment: 'secret-project' },
  ...leadingTo('fulcio', 'https://fulcio.sigstore.dev'),
}

/** The whole network but the sandbox is behind the proxy, which lets nothing pass. */
const beforePublicFulcio = (play: (scene: Scene, proxy: ClosedProxy) => Promise<void>): Promise<void> =>
  behindClosedProxy((proxy) => inScene(publicFulcio, (scene) => play(scene, proxy)))

describe('a private repository', () => {
  it.concurrent('is told what would become public, and nothing is sent to a public Fulcio', () =>
    beforePublicFulcio(async (scene, proxy) => {
      const run = await scene.sign({ environment: proxy.environment })
      for (const text of [
        'owner, name: octo-org/example-iso',
        'environment: secret-project',
        'commit: 0123',
        'fulcio.sigstore.dev',
      ]) {
        expectRefused(run, 'E_PRIVATE_REPOSITORY', text)
      }
      expect(proxy.connects).toEqual([])
    }),
  )

  it.concurrent('is signed for where that was allowed', () =>
    beforePublicFulcio(async (scene, proxy) => {
      const run = await scene.sign({
        environment: proxy.environment,
        with: { 'allow-private-repository': 'true', 'timeout-minutes': '0.05' },
      })
      expectRefused(run, 'E_UNREACHABLE', 'fulcio.sigstore.dev:443')
      expect(proxy.connects[0]).toBe('fulcio.sigstore.dev:443')
    }),
  )

  it.concurrent('needs no leave for a Fulcio of its own', () =>
    inScene({ claims: { repository_visibility: 'internal' } }, async (scene) => {
      expectSigned(scene, await scene.sign({ with: { files: path.join(scene.workspace, 'x.iso') } }), 'x.iso')
    }),
  )
})
