/* Meets the built action with an artifact name that is taken, with re-runs, and with an artifact service that fails or lies. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { lieJson, none, schema, status, type Fault } from '../../sandbox/faults.ts'
import type { RouteName } from '../../sandbox/routes.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { expectFailure } from '../support/oracles.ts'
import {
  count,
  errorOf,
  expectRefused,
  expectSigned,
  inScene,
  type Run,
  type Scene,
  signatureFiles,
  warningsOf,
} from './sign-scene.ts'

const NAME = 'x.iso.sigstore'
const members = (...names: readonly string[]): ReadonlyMap<string, Buffer> =>
  new Map(names.map((name) => [name, Buffer.from(name)]))

/** Asserts that the signature stands although its upload failed: files, outputs and summary are all there. */
function expectUploadFailed(run: Run, code: string, text = ''): void {
  expectFailure(run, code)
  expect(errorOf(run)).toContain(text)
  expect(run.written).toEqual(signatureFiles('x.iso'))
  expect(run.outputs).toMatchObject({ signed: 'true', bundle: 'x.iso.sigstore.json' })
  expect(run.outputs).not.toHaveProperty('artifact-id')
  expect(run.summary).toContain('### Verify')
}

function expectUploaded({ sandbox, workspace }: Scene, run: Run, name = NAME): void {
  expect(run.outputs['artifact-name']).toBe(name)
  const stored = sandbox.artifacts.members(name)
  expect([...stored.keys()].sort()).toEqual(run.written)
  for (const file of run.written) expect(stored.get(file)).toEqual(readFileSync(path.join(workspace, file)))
}

describe('the artifact name', () => {
  it.concurrent('A9 taken at the first attempt is found before Fulcio and left alone', () =>
    inScene({}, async (scene) => {
      const { sandbox } = scene
      const { id } = sandbox.artifacts.add(NAME, members(...signatureFiles('x.iso')))
      expectRefused(await scene.sign(), 'E_UPLOAD_NAME_TAKEN', `'${NAME}'`)
      expect([count(sandbox, 'runner.token'), count(sandbox, 'artifacts.DeleteArtifact')]).toEqual([0, 0])
      expect(sandbox.artifacts.get(NAME)?.id).toBe(id)
    }),
  )

  it.concurrent('may differ for two steps of one job', () =>
    inScene({ files: { 'x.iso': 'x', 'y.iso': 'y' } }, async (scene) => {
      expectUploaded(scene, await scene.sign())
      expectUploaded(scene, await scene.sign({ with: { files: 'y.iso' } }), 'y.iso.sigstore')
      expectRefused(await scene.sign({ with: { 'upload-artifact': 'true' } }), 'E_UPLOAD_NAME_TAKEN')
    }),
  )
})

const passing: readonly (readonly [string, RouteName, readonly Fault[]])[] = [
  ['503 twice (A1)', 'artifacts.CreateArtifact', [status(503), status(503)]],
  ['a reset (A3)', 'artifacts.CreateArtifact', [{ kind: 'reset-before' }]],
  ['a lost reply (A2)', 'artifacts.CreateArtifact', [{ kind: 'lost-reply' }]],
  ['a truncated reply (A4)', 'artifacts.FinalizeArtifact', [{ kind: 'truncate' }]],
  ['a blob service that fails (A12)', 'blobs.put', [status(500)]],
]

describe('an upload', () => {
  it.concurrent.each(passing)('rides out %s', (_, route, faults) =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.script(route, ...faults)
      const run = await scene.sign()
      expectSigned(scene, run, 'x.iso')
      expectUploaded(scene, run, run.outputs['artifact-name'])
    }),
  )

  it.concurrent('that cannot be read back is a warning', () =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.always('blobs.get', status(404))
      const run = await scene.sign()
      expectSigned(scene, run, 'x.iso')
      expectUploaded(scene, run)
      expect(warningsOf(run)).toEqual([expect.stringContaining('could not be read back')])
    }),
  )
})

const failing: Readonly<Record<string, readonly [string, string, (sandbox: Sandbox) => void]>> = {
  'the service forbids it (A5)': [
    'E_UPLOAD_PERMISSION',
    '',
    ({ faults }) => faults.always('artifacts.CreateArtifact', status(403)),
  ],
  'the quota is used up (A6)': [
    'E_UPLOAD_QUOTA',
    'quota',
    ({ faults }) =>
      faults.always(
        'artifacts.CreateArtifact',
        schema({ code: 'permission_denied', msg: 'Artifact storage quota has been hit. insufficient usage' }, 403),
      ),
  ],
  'the service says no (A7)': [
    'E_UPLOAD_RESPONSE',
    '',
    ({ faults }) =>
      faults.always(
        'artifacts.FinalizeArtifact',
        lieJson(() => ({ ok: false })),
      ),
  ],
  'the blob service shows a secret (A13)': [
    'E_UPLOAD_PERMISSION',
    '',
    ({ faults, artifacts }) =>
      faults.always('blobs.put', {
        kind: 'lie',
        reply: (reply) => ({
          ...reply,
          status: 403,
          body: Buffer.from(`denied: sig=${encodeURIComponent(artifacts.signatures[0] ?? '')}&x`),
        }),
      }),
  ],
  'the service stored something else (A17)': [
    'E_UPLOAD_VERIFY',
    '',
    ({ faults, artifacts }) => {
      const changed = artifacts.add('another', members(...signatureFiles('x.iso'))).blob ?? Buffer.alloc(0)
      faults.always('blobs.get', { kind: 'lie', reply: (reply) => ({ ...reply, body: changed }) })
    },
  ],
  'another job took the name meanwhile (A9)': [
    'E_UPLOAD_NAME_TAKEN',
    NAME,
    ({ artifacts, faults }) => {
      faults.script('runner.token', {
        kind: 'lie',
        request: (request) => {
          artifacts.add(NAME, members('theirs.txt'))
          return request
        },
      })
    },
  ],
}

describe('the signature stands, and the step fails, when', () => {
  it.concurrent.each(Object.entries(failing))('%s', (_, [code, text, prepare]) =>
    inScene({}, async (scene) => {
      prepare(scene.sandbox)
      expectUploadFailed(await scene.sign(), code, text)
    }),
  )
})

describe('the first look at the artifact service', () => {
  it.concurrent('rides out failures before anything is public', () =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.script('artifacts.ListArtifacts', status(502), none)
      const run = await scene.sign()
      expectSigned(scene, run, 'x.iso')
    }),
  )

  it.concurrent('ends the run before Fulcio when the job may not upload', () =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.always('artifacts.ListArtifacts', status(403))
      expectRefused(await scene.sign(), 'E_UPLOAD_PERMISSION')
      expect(count(scene.sandbox, 'runner.token')).toBe(0)
    }),
  )
})
