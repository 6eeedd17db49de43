/* Meets the sandbox's TUF repository with the Sigstore engine's own TUF client. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { initTUF } from '@sigstore/tuf'
import { lieJson, status } from '../../sandbox/faults.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { temporaryDirectory } from '../support/builders.ts'

const YEAR = 365 * 24 * 60 * 60 * 1000
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
beforeEach(() => {
  sandbox.faults.clear()
  Object.assign(sandbox.tuf.expires, { root: Date.now() + YEAR, timestamp: Date.now() + YEAR })
})
afterAll(() => sandbox.close())

async function fetchTarget(name: string): Promise<string> {
  const client = await initTUF({
    mirrorURL: sandbox.urls.tuf,
    rootPath: sandbox.tufRootPath,
    cachePath: temporaryDirectory(),
    retry: false,
  })
  return client.getTarget(name)
}

describe('the TUF repository', () => {
  it.each([
    ['trusted_root.json', 'trustedRootPath'],
    ['signing_config.v0.2.json', 'signingConfigPath'],
    ['signing_config_rekor_v2.v0.2.json', 'signingConfigRekor2Path'],
  ] as const)('has %s as target', async (target, file) => {
    expect(await fetchTarget(target)).toBe(readFileSync(sandbox[file], 'utf8'))
  })

  it('hands out newer roots to those who come with an old one', async () => {
    sandbox.tuf.versions.root = 3
    await fetchTarget('trusted_root.json')
    const roots = sandbox.requests.map((request) => request.path).filter((path) => path.endsWith('.root.json'))
    expect(roots.slice(-3)).toEqual(['/2.root.json', '/3.root.json', '/4.root.json'])
  })

  it.each(['root', 'timestamp'] as const)('can have an expired %s', async (role) => {
    sandbox.tuf.expires[role] = Date.now() - 1000
    sandbox.tuf.versions.root++
    await expect(fetchTarget('trusted_root.json')).rejects.toThrow(`Final ${role}.json is expired`)
  })

  it('can have a bad signature', async () => {
    sandbox.faults.always(
      'tuf.metadata',
      lieJson((body) => ({ ...(body as object), signatures: [] })),
    )
    await expect(fetchTarget('trusted_root.json')).rejects.toThrow('signed by 0/1 keys')
  })

  it('can have a target that is not the one described', async () => {
    sandbox.faults.always('tuf.target', status(200, {}, '{}'))
    await expect(fetchTarget('trusted_root.json')).rejects.toThrow('error downloading target')
  })
})
