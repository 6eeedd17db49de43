/*
 * Lets each service fail, for a while and for good, and lie: the built action rides out what passes, asks once only where another
 * try would not help, and believes nobody. A release is in release.test.ts; all other faults are in matrix/, whose numbers these are.
 */
import { describe, expect, it } from '@jest/globals'
import { brokenJson, html, none, schema, status, type Fault } from '../../sandbox/faults.ts'
import type { Reply, RouteName } from '../../sandbox/routes.ts'
import { playRows } from './matrix/row.ts'
import { count, expectRefused, expectSigned, fromTuf, inScene, warningsOf } from './sign-scene.ts'

type Scripts = Partial<Record<RouteName, readonly Fault[]>>

const passing: Readonly<Record<string, Scripts>> = {
  'answers that are errors (O2, F1, R5, S1)': {
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
      expect(run.stdout.match(/Trying again in \d+\.\d s/g)?.length).toBe(routes.flatMap(([, faults]) => faults).length)
    }),
  )

  it.concurrent('R11 an outage that outlasts the certificate, with one new one for all files', () =>
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

const CREATE = 'artifacts.CreateArtifact'
const DAY = 86_400_000
const uploading = { 'upload-artifact': 'true' }

playRows('the action rides out, as well,', {
  'a TUF repository that answers 503': {
    with: fromTuf,
    script: { 'tuf.metadata': [status(503)] },
    says: /Trying again in/,
    asked: { 'runner.token': 1 },
  },
  'an artifact service that answers 503': {
    with: uploading,
    script: { [CREATE]: [status(503)] },
    asked: { [CREATE]: 2, 'artifacts.FinalizeArtifact': 1 },
  },
})

playRows('the action ends, and says whose fault it was, when', {
  'the TUF repository is out of date': {
    with: fromTuf,
    prepare: ({ sandbox }) => void (sandbox.tuf.expires.timestamp = Date.now() - 1000),
    code: 'E_TUF_EXPIRED',
    asked: { 'runner.token': 0 },
  },
  'the token is for another audience': {
    token: { aud: 'other' },
    code: 'E_OIDC_AUDIENCE',
    asked: { 'runner.token': 1, 'fulcio.certificate': 0 },
  },
  'Fulcio certifies somebody else': {
    prepare: ({ sandbox }) => void (sandbox.certificate.subjectAlternativeName = 'https://github.com/mallory/x'),
    code: 'E_CERT_IDENTITY',
    asked: { 'fulcio.certificate': 1, 'rekor.create': 0 },
    warnings: [],
  },
  'Fulcio refuses': {
    always: { 'fulcio.certificate': html(400) },
    code: 'E_FULCIO_REJECTED',
    asked: { 'fulcio.certificate': 1, 'rekor.create': 0 },
  },
  'Rekor refuses': { always: { 'rekor.create': status(400) }, code: 'E_REKOR_REJECTED', asked: { 'rekor.create': 1 } },
  'Rekor enters it for another time': {
    prepare: ({ sandbox }) => void (sandbox.clock.rekor = -DAY),
    code: 'E_REKOR_TIME',
    warnings: ['log index 10000'],
  },
  'the timestamp is of another time': {
    prepare: ({ sandbox }) => void (sandbox.clock.tsa = DAY),
    code: 'E_TIME',
    warnings: ['log index 10000'],
  },
  'the artifact service refuses what is signed': {
    with: uploading,
    always: { [CREATE]: status(403) },
    code: 'E_UPLOAD_PERMISSION',
    stands: true,
    asked: { [CREATE]: 1, 'artifacts.DeleteArtifact': 0 },
  },
})

describe('the action does not try again when', () => {
  it.concurrent('the timestamp authority refuses', () =>
    inScene({}, async (scene) => {
      const { faults } = scene.sandbox
      faults.always('rekor.create', { kind: 'delay', milliseconds: 200 })
      faults.always('tsa.timestamp', status(400))
      const run = await scene.sign({ with: { 'upload-artifact': 'false' } })
      expectRefused(run, 'E_TSA_REJECTED')
      expect(count(scene.sandbox, 'tsa.timestamp')).toBe(1)
      // An entry that was on its way when the authority refused is public all the same.
      expect(warningsOf(run)).toHaveLength(1)
    }),
  )

  it.concurrent("R3 a conflict leads to another's entry", () =>
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
