/*
 * Lets services fail for good: the built action uses up its budget and not more, and tells what nobody can take back. The
 * numbers are those of the fault matrix.
 */
import { describe, expect, it } from '@jest/globals'
import { none, schema, status, type Fault } from '../../sandbox/faults.ts'
import type { RouteName } from '../../sandbox/routes.ts'
import type { SandboxOptions } from '../../sandbox/sandbox.ts'
import { expectRefused, inScene, warningsOf } from './sign-scene.ts'

interface Outage {
  readonly code: string
  readonly route: RouteName
  readonly fault: Fault
  readonly text: string | RegExp
  readonly options?: SandboxOptions
}

const SECONDS = 2.4
const lasting: Readonly<Record<string, Outage>> = {
  'O6 its answers break off': {
    code: 'E_OIDC_UNAVAILABLE',
    route: 'runner.token',
    fault: { kind: 'truncate' },
    text: /tries/,
  },
  'O7 it never answers': {
    code: 'E_OIDC_TIMEOUT',
    route: 'runner.token',
    fault: { kind: 'stall-headers' },
    text: 'no whole answer within',
  },
  'O7 it answers a byte at a time': {
    code: 'E_OIDC_TIMEOUT',
    route: 'runner.token',
    fault: { kind: 'drip', milliseconds: 100 },
    text: 'no whole answer',
  },
  'O3 it fails, and its words are commands (O13)': {
    code: 'E_OIDC_UNAVAILABLE',
    route: 'runner.token',
    fault: status(500, {}, 'x\n::set-output name=a::b\n##[add-mask]x'),
    text: '##\\[add-mask]x',
  },
  'F6 Fulcio never answers': {
    code: 'E_FULCIO_TIMEOUT',
    route: 'fulcio.certificate',
    fault: { kind: 'stall-body' },
    text: 'Fulcio: no whole answer',
  },
  'F6 Fulcio never ends the TLS handshake': {
    code: 'E_FULCIO_TIMEOUT',
    route: 'fulcio.certificate',
    fault: none,
    text: 'Fulcio: no whole answer',
    options: { stallTls: ['fulcio'] },
  },
  'F9 Fulcio gives no certificate': {
    code: 'E_FULCIO_RESPONSE',
    route: 'fulcio.certificate',
    fault: schema({}),
    text: 'cannot be read',
  },
  'R9 Rekor drips': {
    code: 'E_REKOR_UNAVAILABLE',
    route: 'rekor.create',
    fault: { kind: 'drip', milliseconds: 50 },
    text: 'no whole answer',
  },
}

describe('the action gives up within its budget when', () => {
  it.concurrent.each(Object.entries(lasting))('%s', (_, { code, route, fault, text, options = {} }) =>
    inScene(options, async (scene) => {
      scene.sandbox.faults.always(route, fault)
      const run = await scene.sign({ with: { 'timeout-minutes': String(SECONDS / 60), 'upload-artifact': 'false' } })
      expectRefused(run, code, text)
      expect(run.milliseconds).toBeLessThan(SECONDS * 1000 + 4000)
    }),
  )

  it.concurrent('R10 Rekor is down for good, and lists the entries that are public already', () =>
    inScene({ files: { 'a.iso': 'a', 'b.iso': 'b', 'c.iso': 'c' } }, async (scene) => {
      scene.sandbox.faults.script('rekor.create', none, none)
      scene.sandbox.faults.always('rekor.create', status(503))
      const run = await scene.sign({ with: { files: '*.iso', 'timeout-minutes': '0.03' } })
      expectRefused(run, 'E_REKOR_UNAVAILABLE', 'timeout-minutes')
      const [warning = '', ...others] = warningsOf(run)
      expect(others).toEqual([])
      expect(warning.match(/[abc]\.iso \(log index 12000000\d\d/g)).toHaveLength(2)
      expect(scene.sandbox.artifacts.list()).toEqual([])
    }),
  )
})
