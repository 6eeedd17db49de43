/*
 * Lets services fail for a while: the built action rides out what passes, and asks once only where another try would not
 * help. The numbers are those of the fault matrix.
 */
import { describe, expect, it } from '@jest/globals'
import { brokenJson, html, none, schema, status, type Fault } from '../../sandbox/faults.ts'
import type { Reply, RouteName } from '../../sandbox/routes.ts'
import { requestsOf } from '../support/oracles.ts'
import { count, expectRefused, expectSigned, inScene, warningsOf } from './sign-scene.ts'

type Scripts = Partial<Record<RouteName, readonly Fault[]>>

const passing: Readonly<Record<string, Scripts>> = {
  'answers that are errors (O2, F1, R5, S1, A1)': {
    'runner.token': [status(503), status(503)],
    'fulcio.certificate': [status(500), status(504)],
    'rekor.create': [html(502), html(502)],
    'tsa.timestamp': [status(503), status(503)],
  },
  'connections that break (O5, F5, R1)': {
    'runner.token': [{ kind: 'truncate' }],
    'fulcio.certificate': [{ kind: 'reset-before' }, { kind: 'truncate' }],
    'rekor.create': [{ kind: 'truncate' }],
    'tsa.timestamp': [{ kind: 'truncate' }, { kind: 'reset-before' }],
  },
  'answers that are nonsense (O9, F5, R7)': {
    'runner.token': [html(), schema({ value: { a: 1 } })],
    'fulcio.certificate': [brokenJson, schema({})],
    'rekor.create': [schema({}, 201)],
    'tsa.timestamp': [html()],
  },
  'services that are crowded (F2)': {
    'fulcio.certificate': [status(429)],
    'rekor.create': [status(429, { 'retry-after': '1' })],
  },
}

describe('the action rides out', () => {
  it.concurrent.each(Object.entries(passing))('%s', (_, scripts) =>
    inScene({}, async (scene) => {
      const routes = Object.entries(scripts) as [RouteName, readonly Fault[]][]
      for (const [route, faults] of routes) scene.sandbox.faults.script(route, ...faults)
      const run = await scene.sign({ with: { 'upload-artifact': 'false' } })
      expectSigned(scene, run, 'x.iso')
      expect(routes.map(([route]) => [route, count(scene.sandbox, route)])).toEqual(
        routes.map(([route, faults]) => [route, faults.length + 1]),
      )
      expect(run.stdout.match(/trying again in \d+\.\d s/g)?.length).toBe(routes.flatMap(([, faults]) => faults).length)
    }),
  )

  it.concurrent('a wait that the token endpoint asks for (O4)', () =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.script('runner.token', status(429, { 'retry-after': '1' }))
      expectSigned(scene, await scene.sign({ with: { 'upload-artifact': 'false' } }), 'x.iso')
      const [first, second] = requestsOf(scene.sandbox, 'runner.token')
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000)
    }),
  )

  it.concurrent("a lost reply of Rekor's, by asking for the entry that is there (R1)", () =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.script('rekor.create', { kind: 'lost-reply' })
      expectSigned(scene, await scene.sign({ with: { 'upload-artifact': 'false' } }), 'x.iso')
      const seen = scene.sandbox.requests.filter(({ service }) => service === 'rekor')
      expect(seen.map(({ method, status: code }) => [method, code])).toEqual([
        ['POST', 0],
        ['POST', 409],
        ['GET', 200],
      ])
    }),
  )

  it.concurrent('a token that Fulcio refuses near its end, with a new one (F4)', () =>
    inScene({}, async (scene) => {
      scene.sandbox.claims['exp'] = Math.floor(Date.now() / 1000) + 50
      scene.sandbox.faults.script(
        'fulcio.certificate',
        schema({ code: 3, message: 'There was an error processing the identity token' }, 400),
      )
      expectSigned(scene, await scene.sign({ with: { 'upload-artifact': 'false' } }), 'x.iso')
      expect([count(scene.sandbox, 'runner.token'), count(scene.sandbox, 'fulcio.certificate')]).toEqual([2, 2])
    }),
  )

  it.concurrent('an outage that outlasts the certificate, with one new one for all files (R11)', () =>
    inScene({ files: { 'a.iso': 'a', 'b.iso': 'b', 'c.iso': 'c' } }, async (scene) => {
      const { sandbox } = scene
      sandbox.certificate.lifetime = 4000
      sandbox.faults.always('rekor.create', status(503))
      sandbox.faults.script('fulcio.certificate', none, {
        kind: 'lie',
        reply: (reply) => {
          sandbox.faults.clear()
          delete sandbox.certificate.lifetime
          return reply
        },
      })
      const run = await scene.sign({ with: { files: '*.iso', 'upload-artifact': 'false' } })
      expectSigned(scene, run, 'a.iso', 'b.iso', 'c.iso')
      expect([count(sandbox, 'runner.token'), count(sandbox, 'fulcio.certificate')]).toEqual([2, 2])
      expect(run.stdout.match(/certificate has run out/g)).toHaveLength(1)
    }),
  )
})

interface Refusal {
  readonly code: string
  readonly route: RouteName
  readonly fault: Fault
}

const refusals: Readonly<Record<string, Refusal>> = {
  'O16 the runner refuses a token': { code: 'E_OIDC_PERMISSION', route: 'runner.token', fault: status(403) },
  'F3 Fulcio refuses a fresh token': {
    code: 'E_FULCIO_TOKEN_REJECTED',
    route: 'fulcio.certificate',
    fault: schema({ code: 3, message: 'There was an error processing the identity token' }, 400),
  },
  'F10 something before Fulcio refuses': { code: 'E_FULCIO_REJECTED', route: 'fulcio.certificate', fault: html(413) },
  'F12 Fulcio refuses with commands': {
    code: 'E_FULCIO_REJECTED',
    route: 'fulcio.certificate',
    fault: schema({ code: 3, message: 'x\n::set-output name=a::b\n##[set-output name=a]b' }, 403),
  },
  'R6 Rekor refuses': {
    code: 'E_REKOR_REJECTED',
    route: 'rekor.create',
    fault: schema({ code: 400, message: 'invalid' }, 400),
  },
  'the timestamp authority refuses': { code: 'E_TSA_REJECTED', route: 'tsa.timestamp', fault: status(400) },
}

describe('the action does not try again when', () => {
  it.concurrent.each(Object.entries(refusals))('%s', (_, { code, route, fault }) =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.always('rekor.create', { kind: 'delay', milliseconds: 200 })
      scene.sandbox.faults.always(route, fault)
      const run = await scene.sign({ with: { 'upload-artifact': 'false' } })
      expectRefused(run, code)
      expect(count(scene.sandbox, route)).toBe(1)
      // An entry that was on its way when the authority refused is public all the same.
      expect(warningsOf(run)).toHaveLength(route === 'tsa.timestamp' ? 1 : 0)
    }),
  )

  it.concurrent.each([
    ['a conflict leads nowhere (R2)', () => ({})],
    [
      'a conflict leads to another host (R2)',
      (canary: string) => ({ location: `${canary}/api/v1/log/entries/${'ab'.repeat(40)}` }),
    ],
  ])('%s', (_, headers) =>
    inScene({}, async (scene) => {
      const { faults, urls } = scene.sandbox
      faults.always('rekor.create', status(409, headers(urls.canary), '{"code":409,"message":"it exists"}'))
      const run = await scene.sign({ with: { 'upload-artifact': 'false' } })
      expectRefused(run, 'E_REKOR_CONFLICT')
      // The second one is for a signature that no entry can have.
      expect(count(scene.sandbox, 'rekor.create')).toBe(2)
    }),
  )

  it.concurrent("a conflict leads to another's entry (R3)", () =>
    inScene({ files: { 'x.iso': 'x', 'y.iso': 'y' } }, async (scene) => {
      let first: Reply | undefined
      scene.sandbox.faults.always('rekor.create', {
        kind: 'lie',
        reply: (reply) => {
          if (first !== undefined) return { ...reply, status: 409, headers: first.headers }
          return (first = reply)
        },
      })
      expect((await scene.sign({ with: { files: 'y.iso', 'upload-artifact': 'false' } })).exitCode).toBe(0)
      expectRefused(await scene.sign({ with: { 'upload-artifact': 'false' } }), 'E_REKOR_MISMATCH')
      expect(count(scene.sandbox, 'rekor.get')).toBe(1)
    }),
  )
})
