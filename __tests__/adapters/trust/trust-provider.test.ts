/* Shows where trusted root and signing config come from: given files, or a TUF repository whose answers are judged. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { html, lieJson, status, type Fault } from '../../../sandbox/faults.ts'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import { trustProvider } from '../../../src/adapters/trust/trust-provider.ts'
import { temporaryDirectory, writeFiles } from '../../support/builders.ts'
import type { TrustMaterial, TrustSource } from '../../../src/core/types.ts'

const { signal } = new AbortController()
let sandbox: Sandbox
let temporary: string
beforeEach(async () => {
  sandbox = await startSandbox()
  temporary = temporaryDirectory()
})
afterEach(() => sandbox.close())

const load = (source: TrustSource, rekorVersion?: 1 | 2): Promise<TrustMaterial> =>
  trustProvider(source, {
    workspace: sandbox.directory,
    temporaryDirectory: temporary,
    rekorVersion,
    timeout: 10_000,
  }).load(signal)
const tuf = (changes: { url?: string; root?: string } = {}): TrustSource => ({
  kind: 'tuf',
  url: sandbox.urls.tuf,
  root: sandbox.tufRootPath,
  ...changes,
})
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

describe('given files', () => {
  it('are read from the workspace, and nobody is asked', async () => {
    const source = {
      kind: 'files',
      trustedRoot: 'trusted_root.json',
      signingConfig: sandbox.signingConfigPath,
    } as const
    const expected = { trustedRoot: read(sandbox.trustedRootPath), signingConfig: read(sandbox.signingConfigPath) }
    expect(await load(source)).toEqual(expected)
    expect(sandbox.requests).toEqual([])
  })

  it.each([
    ['trustedRoot', 'nowhere.json', 'E_TRUSTED_ROOT', "Input 'trusted-root': there is no file 'nowhere.json'"],
    ['trustedRoot', 'broken.json', 'E_TRUSTED_ROOT', 'it is not JSON'],
    ['signingConfig', 'broken.json', 'E_SIGNING_CONFIG', "Input 'signing-config'"],
    ['signingConfig', '.', 'E_FILE_TYPE', "Input 'signing-config': '.' is a directory"],
    ['trustedRoot', 'large.json', 'E_TRUSTED_ROOT', 'it is too large'],
  ])('are refused where the %s is %s', async (name, file, code, message) => {
    writeFiles(sandbox.directory, { 'broken.json': '{', 'large.json': ' '.repeat(4 * 1024 * 1024 + 1) })
    const good = { trustedRoot: sandbox.trustedRootPath, signingConfig: sandbox.signingConfigPath }
    const loading = load({ kind: 'files', ...good, [name]: file })
    await expect(loading).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  })
})

describe('a TUF repository', () => {
  it.each([
    ['nowhere.json', 'E_TUF_ROOT', "there is no file 'nowhere.json'"],
    ['.', 'E_FILE_TYPE', "Input 'tuf-root': '.' is a directory"],
    ['trusted_root.json', 'E_TUF_ROOT', 'signed is missing'],
  ])('is not asked where its root is %s', async (root, code, message) => {
    await expect(load(tuf({ root }))).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
    expect([sandbox.requests, readdirSync(temporary)]).toEqual([[], []])
  })

  it('is not asked where there is no place for what it answers', async () => {
    temporary = '/no/such/directory'
    await expect(load(tuf())).rejects.toMatchObject({ code: 'E_ENV', message: expect.stringContaining('RUNNER_TEMP') })
    expect(sandbox.requests).toEqual([])
  })

  it.each([
    [undefined, 'signingConfigPath'],
    [1, 'signingConfigPath'],
    [2, 'signingConfigRekor2Path'],
  ] as const)('gives both to those who ask for Rekor %s, and leaves no cache', async (rekorVersion, file) => {
    const expected = { trustedRoot: read(sandbox.trustedRootPath), signingConfig: read(sandbox[file]) }
    expect(await load(tuf(), rekorVersion)).toEqual(expected)
    expect(readdirSync(temporary)).toEqual([])
  })

  const unsigned = lieJson((body) => ({ ...(body as object), signatures: [] }))
  it.each<[string, Fault, string, unknown]>([
    ['an outage', status(503), 'E_TUF_UNAVAILABLE', {}],
    ['a crowd', status(429), 'E_TUF_UNAVAILABLE', { rateLimited: true }],
    ['a block', status(403), 'E_TUF_BLOCKED', { tries: 4 }],
    ['a reset', { kind: 'reset-before' }, 'E_TUF_UNAVAILABLE', {}],
    ['a portal', html(), 'E_TUF_RESPONSE', { tries: 4 }],
    ['no signature', unsigned, 'E_TUF_SIGNATURE', undefined],
  ])('that answers with %s', async (_, fault, code, transient) => {
    sandbox.faults.always('tuf.metadata', fault)
    await expect(load(tuf())).rejects.toMatchObject({ code })
    expect(await load(tuf()).catch((error: unknown) => (error as { transient?: unknown }).transient)).toEqual(transient)
    expect(readdirSync(temporary)).toEqual([])
  })

  it.each(['timestamp', 'snapshot', 'targets', 'root'] as const)('whose %s has expired is stale', async (role) => {
    sandbox.tuf.expires[role] = Date.now() - 1000
    if (role === 'root') sandbox.tuf.versions.root++
    await expect(load(tuf())).rejects.toMatchObject({ code: 'E_TUF_EXPIRED', transient: undefined })
  })

  it('with another root than the one given is not believed', async () => {
    const other = await startSandbox()
    await expect(load(tuf({ root: other.tufRootPath }))).rejects.toMatchObject({ code: 'E_TUF_SIGNATURE' })
    await other.close()
  })
})
