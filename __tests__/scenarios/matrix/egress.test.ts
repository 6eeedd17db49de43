/*
 * Puts the built action behind proxies, strange certificates and names that lead nowhere: it waits only where waiting can help,
 * and tells a network that lets nothing through, by the host and port to allow, from a service that is down.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { status } from '../../../sandbox/faults.ts'
import {
  behindClosedProxy,
  leadingTo,
  startUntrustedServer,
  type Kind,
  type UntrustedServer,
} from '../closed-network.ts'
import { count, errorOf, expectRefused, inScene, warningsOf, type Run, type Scene } from '../sign-scene.ts'

const alone = { 'upload-artifact': 'false' }
const kinds: readonly Kind[] = ['fulcio', 'rekor', 'tsa']
const BUDGET = { 'timeout-minutes': '0.05', ...alone }

/** Asserts that the run says which host and port to allow, and nothing of a status page that could not know. */
function expectEgress(run: Run, code: string, address: string): void {
  expectRefused(run, code, `Fix: allow ${address} in `)
  expect(errorOf(run)).not.toMatch(/status\.sigstore\.dev|githubstatus/)
}

const behind = (answer: number, play: (environment: Readonly<Record<string, string>>) => Promise<Run>) =>
  behindClosedProxy(async ({ environment, connects }) => ({ run: await play(environment), connects }), answer)

describe.each([403, 407])('a proxy that answers %d', (answer) => {
  it.concurrent.each(kinds)('S4 is asked for the way to %s once', (kind) =>
    inScene(leadingTo(kind, `https://${kind}.example:8443/api/v1/timestamp`), async (scene) => {
      const { run, connects } = await behind(answer, (environment) => scene.sign({ environment, with: alone }))
      expectEgress(run, 'E_UNREACHABLE', `${kind}.example:8443`)
      expect(errorOf(run)).toContain(`the proxy answered ${String(answer)}`)
      expect(connects).toEqual([`${kind}.example:8443`])
      expect(count(scene.sandbox, 'fulcio.certificate')).toBe(0)
      expect(warningsOf(run)).toEqual([])
    }),
  )

  it.concurrent('is asked for the way to the TUF repository once', () =>
    inScene({}, async (scene) => {
      const inputs = { 'trusted-root': '', 'signing-config': '', ...alone }
      const { run, connects } = await behind(answer, (environment) => scene.sign({ environment, with: inputs }))
      expectEgress(run, 'E_TUF_BLOCKED', 'tuf-repo-cdn.sigstore.dev:443')
      expect(connects).toEqual(['tuf-repo-cdn.sigstore.dev:443'])
      expect(scene.sandbox.requests).toEqual([])
    }),
  )

  it.concurrent('is asked for the way to the token endpoint once', () =>
    inScene({}, async (scene) => {
      const endpoint = { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://tokens.example/?api-version=2.0' }
      const { run, connects } = await behind(answer, (environment) =>
        scene.sign({ environment: { ...environment, ...endpoint }, with: alone }),
      )
      expectEgress(run, 'E_OIDC_UNAVAILABLE', 'tokens.example:443')
      expect(connects).toEqual(['tokens.example:443'])
    }),
  )
})

describe('a proxy that answers 502', () => {
  it.concurrent('is asked until the budget is used up', () =>
    inScene(leadingTo('fulcio', 'https://fulcio.example'), async (scene) => {
      const { run, connects } = await behind(502, (environment) => scene.sign({ environment, with: BUDGET }))
      expectRefused(run, 'E_UNREACHABLE', 'the proxy answered 502')
      expect(connects.length).toBeGreaterThan(1)
    }),
  )
})

describe('a service with a certificate that nobody vouches for', () => {
  let server: UntrustedServer
  beforeAll(async () => {
    server = await startUntrustedServer()
  })
  afterAll(() => server.close())

  it.each(kinds)('S4 is asked once: %s', (kind) =>
    inScene(leadingTo(kind, server.url), async (scene) => {
      const before = server.connections()
      expectRefused(await scene.sign({ with: alone }), 'E_UNREACHABLE', 'NODE_EXTRA_CA_CERTS')
      expect(count(scene.sandbox, 'fulcio.certificate')).toBe(0)
      expect(server.connections() - before).toBe(1)
    }),
  )

  it('is asked once: the TUF repository', () =>
    inScene({}, async (scene) => {
      const before = server.connections()
      const inputs = { 'trusted-root': '', 'signing-config': '', 'tuf-url': server.url, ...alone }
      const run = await scene.sign({ with: { ...inputs, 'tuf-root': scene.sandbox.tufRootPath } })
      expectRefused(run, 'E_TUF_UNAVAILABLE', 'NODE_EXTRA_CA_CERTS')
      expect(server.connections() - before).toBe(1)
    }))
})

/** Leads to a log without an address and to an authority that refuses connections. */
function nowhere(config: Record<string, unknown>): unknown {
  const to = (kind: Kind, url: string) => leadingTo(kind, url).signingConfig
  return to('rekor', 'https://rekor.invalid')?.(to('tsa', 'http://127.0.0.1:1')?.(config) as Record<string, unknown>)
}

describe('a host', () => {
  const tries = (run: Run): number => run.stdout.match(/Trying again in/g)?.length ?? 0

  it.concurrent.each(kinds)('F7, S4 without an address is asked for until the budget is used up: %s', (kind) =>
    inScene(leadingTo(kind, `https://${kind}.invalid`), async (scene: Scene) => {
      const run = await scene.sign({ with: BUDGET })
      expectEgress(run, 'E_UNREACHABLE', `${kind}.invalid:443`)
      expect(errorOf(run)).toMatch(/ENOTFOUND|EAI_AGAIN/)
      expect(tries(run)).toBeGreaterThan(0)
      expect(count(scene.sandbox, 'fulcio.certificate')).toBe(0)
      expect(warningsOf(run)).toEqual([])
    }),
  )

  it.concurrent('S4 that refuses the connection is tried until the budget is used up', () =>
    inScene(leadingTo('fulcio', 'http://127.0.0.1:1'), async (scene) => {
      const run = await scene.sign({ with: BUDGET })
      expectEgress(run, 'E_UNREACHABLE', '127.0.0.1:1')
      expect(tries(run)).toBeGreaterThan(0)
    }),
  )

  it.concurrent('S4 that does not answer in time may be blocked or down: both are said', () =>
    inScene({ stallTls: ['fulcio'] }, async (scene) => {
      const run = await scene.sign({ with: BUDGET })
      const { host } = new URL(scene.sandbox.urls.fulcio)
      expectRefused(run, 'E_UNREACHABLE', `allow ${host} in `)
      expect(errorOf(run)).toContain('status.sigstore.dev')
    }),
  )

  it.concurrent('S4 is named with every other that cannot be reached, and what the run needs is listed', () =>
    inScene({ signingConfig: nowhere }, async (scene) => {
      const run = await scene.sign({ with: BUDGET })
      expectEgress(run, 'E_UNREACHABLE', 'rekor.invalid:443')
      expect(errorOf(run)).toContain('allow 127.0.0.1:1 in the egress rules')
      expect(errorOf(run)).toMatch(
        /ECONNREFUSED[^]*this run needs 127\.0\.0\.1:\d+, rekor\.invalid:443, 127\.0\.0\.1:1$/,
      )
      expect(count(scene.sandbox, 'fulcio.certificate')).toBe(0)
    }),
  )

  it.concurrent('that answers with failures is down, not blocked', () =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.always('fulcio.certificate', status(503))
      const run = await scene.sign({ with: BUDGET })
      expectRefused(run, 'E_FULCIO_UNAVAILABLE', 'status.sigstore.dev')
      expect(errorOf(run)).not.toContain('Fix: allow')
    }),
  )
})
