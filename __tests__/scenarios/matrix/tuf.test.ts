/* The fault matrix, the TUF repository: blocked, broken, behind a portal, out of date, tampered with. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { html, lieJson, none, status, type Fault } from '../../../sandbox/faults.ts'
import type { RouteName } from '../../../sandbox/routes.ts'
import { startProxy } from '../../../sandbox/proxy.ts'
import type { SandboxOptions } from '../../../sandbox/sandbox.ts'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { temporaryDirectory, writeFiles } from '../../support/builders.ts'
import { expectSigned, fromTuf, inScene, type Scene, type Step } from '../sign-scene.ts'
import { playRows, type Row } from './row.ts'

const tuf = (row: Row): Row => ({ with: fromTuf, ...row })

const passing = (route: RouteName, ...faults: readonly Fault[]): Row =>
  tuf({ script: { [route]: faults }, says: /Trying again in/, asked: { 'runner.token': 1 } })
/** Nobody else is asked once the repository has failed; `tries` is how often it is asked from the start. */
const failing = (code: ErrorCode, text: string, tries: number, row: Row): Row =>
  tuf({
    ...row,
    code,
    text,
    check: ({ sandbox }, run) => {
      const again = run.stdout.match(/Trying again/g) ?? []
      if (again.length !== tries - 1) throw new Error(`${again.length + 1} tries in place of ${tries}`)
      const others = sandbox.requests.filter(({ service }) => service !== 'tuf')
      if (others.length > 0) throw new Error(`${others.length} requests to others`)
    },
  })
const always = (route: RouteName, fault: Fault): Row => ({ always: { [route]: fault } })
/** Spoils the metadata of one role; the others stay as they are. */
const spoiled = (role: string): Fault =>
  lieJson((body) => {
    const { signed } = body as { readonly signed?: { readonly _type: string } }
    return signed?._type === role ? { ...(body as object), signatures: [] } : body
  })

/** What a half-written cache of an earlier run looks like, wherever a client might look for one. */
function leaveBrokenCaches({ sandbox }: Scene): Step {
  const home = temporaryDirectory()
  const file = `${encodeURIComponent(sandbox.urls.tuf)}/root.json`
  for (const directory of ['.sigstore/root', '.local/share/sigstore-js', 'data/sigstore-js', 'cache/sigstore-js']) {
    writeFiles(path.join(home, directory), { [file]: '{', 'root.json': '{', 'targets/trusted_root.json': '{' })
  }
  mkdirSync(path.join(home, 'empty'))
  return {
    environment: { HOME: home, XDG_DATA_HOME: path.join(home, 'data'), XDG_CACHE_HOME: path.join(home, 'cache') },
  }
}

playRows('the TUF repository', {
  // Takes a minute, in which it does nothing but wait: first, so that others need not wait for it.
  'U4 never begins to answer': tuf({
    ...always('tuf.metadata', { kind: 'stall-headers' }),
    code: 'E_TUF_UNAVAILABLE',
    text: 'given up',
    limit: 75_000,
    asked: { 'tuf.metadata': 'several', 'runner.token': 0 },
  }),
  'U1 answers 503 twice': passing('tuf.metadata', status(503), status(503)),
  'U2 answers 429': passing('tuf.metadata', status(429)),
  'U3 answers 403': failing('E_TUF_BLOCKED', 'egress', 4, always('tuf.metadata', status(403))),
  'U4 breaks the connection': passing('tuf.metadata', { kind: 'reset-before' }),
  'U4 breaks off in the middle of a file': passing('tuf.target', { kind: 'truncate' }),
  'U4 does not end an answer, once': passing('tuf.metadata', none, { kind: 'stall-body' }),
  'U4 answers a byte at a time, once': passing('tuf.target', { kind: 'drip', milliseconds: 100 }),
  'U5 is a captive portal': failing('E_TUF_RESPONSE', 'portal', 4, always('tuf.metadata', html())),
  'U6 has expired': failing('E_TUF_EXPIRED', 'clock', 1, {
    prepare: ({ sandbox }) => void (sandbox.tuf.expires.timestamp = Date.now() - 1000),
  }),
  'U8 has a new root that nobody signed': failing('E_TUF_SIGNATURE', 'not signed by', 1, {
    ...always('tuf.metadata', spoiled('root')),
    prepare: ({ sandbox }) => void (sandbox.tuf.versions.root = 2),
  }),
  'U8 has targets that nobody signed': failing(
    'E_TUF_SIGNATURE',
    'not signed by',
    1,
    always('tuf.metadata', spoiled('targets')),
  ),
  'U9 serves another file': failing(
    'E_TUF_TARGET',
    'not the one that the signed metadata names',
    1,
    always('tuf.target', status(200, {}, '{}')),
  ),
  'U9 serves a longer file': failing(
    'E_TUF_TARGET',
    'not the one that the signed metadata names',
    1,
    always('tuf.target', {
      kind: 'lie',
      reply: (reply) => ({ ...reply, body: Buffer.concat([reply.body, reply.body]) }),
    }),
  ),
  'U10 is asked anew, whatever an earlier run left in a cache': tuf({ prepare: leaveBrokenCaches }),
})

const HOSTS = { tuf: 'tuf.sandbox.example', fulcio: 'fulcio.sandbox.example', rekor: 'rekor.sandbox.example' } as const

describe('a proxy that HTTPS_PROXY names', () => {
  it('U11 carries TUF, Fulcio and Rekor', () =>
    inScene({ signingConfig: behind(HOSTS) }, async (scene) => {
      const { urls, directory } = scene.sandbox
      const names = Object.entries(HOSTS) as readonly [keyof typeof HOSTS, string][]
      const proxy = await startProxy(Object.fromEntries(names.map(([name, host]) => [host, urls[name]])), directory)
      const run = await scene.sign({
        with: { ...fromTuf(scene), 'tuf-url': `https://${HOSTS.tuf}`, 'upload-artifact': 'false' },
        environment: { HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.1', NODE_EXTRA_CA_CERTS: proxy.authorityPath },
      })
      await proxy.close()
      expectSigned(scene, run, 'x.iso')
      // The look at a service opens the connection that its POST goes through.
      const opened = (host: string): number => proxy.connects.filter((connect) => connect === `${host}:443`).length
      expect([opened(HOSTS.fulcio), opened(HOSTS.rekor)]).toEqual([1, 1])
      expect([...new Set(proxy.connects)].sort()).toEqual(names.map(([, host]) => `${host}:443`).sort())
    }))
})

/** Names Fulcio and Rekor in a signing config by the hosts that only the proxy knows. */
function behind({ fulcio, rekor }: typeof HOSTS): NonNullable<SandboxOptions['signingConfig']> {
  return (config) => {
    const named = (services: unknown, host: string): unknown =>
      (services as readonly object[]).map((service) => ({ ...service, url: `https://${host}` }))
    return {
      ...config,
      caUrls: named(config['caUrls'], fulcio),
      rekorTlogUrls: named(config['rekorTlogUrls'], rekor),
    }
  }
}
