/* Shows that a private repository's name reaches no public Fulcio unasked. A proxy stands where the public network would be. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { SandboxOptions } from '../../sandbox/sandbox.ts'
import { expectRefused, expectSigned, inScene } from './sign-scene.ts'

const connects: string[] = []
const proxy = http.createServer().on('connect', (request, socket) => {
  connects.push(request.url ?? '')
  socket.destroy()
})
beforeAll(() => new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve)))
afterAll(() => void proxy.close())

/** The whole network but the sandbox is behind the proxy, which lets nothing pass. */
const behindProxy = (): Readonly<Record<string, string>> => ({
  HTTPS_PROXY: `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`,
  NO_PROXY: '127.0.0.1',
})

const publicFulcio: SandboxOptions = {
  claims: { repository_visibility: 'private', environment: 'secret-project' },
  signingConfig: (config) => ({
    ...config,
    caUrls: [
      {
        url: 'https://fulcio.sigstore.dev',
        majorApiVersion: 1,
        validFor: { start: '2020-01-01T00:00:00Z' },
        operator: 'sigstore.dev',
      },
    ],
  }),
}

describe('a private repository', () => {
  it('is told what would become public, and nothing is sent to a public Fulcio', () =>
    inScene(publicFulcio, async (scene) => {
      const run = await scene.sign({ environment: behindProxy() })
      for (const text of [
        'owner, name: octo-org/example-iso',
        'environment: secret-project',
        'commit: 0123',
        'fulcio.sigstore.dev',
      ]) {
        expectRefused(run, 'E_PRIVATE_REPOSITORY', text)
      }
      expect(connects).toEqual([])
    }))

  it('is signed for where that was allowed', () =>
    inScene(publicFulcio, async (scene) => {
      const run = await scene.sign({
        environment: behindProxy(),
        with: { 'allow-private-repository': 'true', 'timeout-minutes': '0.01' },
      })
      expectRefused(run, 'E_FULCIO_NETWORK', 'fulcio.sigstore.dev')
      expect(connects[0]).toBe('fulcio.sigstore.dev:443')
    }))

  it('needs no leave for a Fulcio of its own', () =>
    inScene({ claims: { repository_visibility: 'internal' } }, async (scene) => {
      expectSigned(scene, await scene.sign({ with: { files: path.join(scene.workspace, 'x.iso') } }), 'x.iso')
    }))
})
