/* The fault matrix, the artifact service: what passes, what ends the upload, and what may not be touched. Names that are taken are in sign-artifact. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { html, lieJson, schema, status, type Fault } from '../../../sandbox/faults.ts'
import type { RouteName } from '../../../sandbox/routes.ts'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { temporaryDirectory, writeFiles } from '../../support/builders.ts'
import { lingering } from '../../support/lingering.ts'
import { expectFailure, expectSuccess } from '../../support/oracles.ts'
import { count, inScene, signatureFiles } from '../sign-scene.ts'
import { playRows, type Row } from './row.ts'

const NAME = 'x.iso.sigstore'
const CREATE = 'artifacts.CreateArtifact'
const FINALIZE = 'artifacts.FinalizeArtifact'

/** The upload is tried again and succeeds, as artifact `name`. */
const recovers = (route: RouteName, faults: readonly Fault[], name = NAME, warnings: readonly string[] = []): Row => ({
  with: { 'upload-artifact': 'true' },
  script: { [route]: faults },
  warnings,
  check: ({ sandbox }, run) => {
    expect(run.outputs['artifact-name']).toBe(name)
    expect([...sandbox.artifacts.members(name).keys()].sort()).toEqual(run.written)
  },
})
/** The upload fails after the files were signed, which stay; it is tried as often as said. */
const fails = (code: ErrorCode, text: string, tries: number | 'several', row: Row): Row => ({
  with: { 'upload-artifact': 'true' },
  code,
  text,
  stands: true,
  asked: { [CREATE]: tries, 'artifacts.DeleteArtifact': 0 },
  ...row,
})
const always = (route: RouteName, fault: Fault): Row => ({ always: { [route]: fault } })
const broken: Fault = { kind: 'truncate' }
const stalled = lingering()
const QUOTA = { code: 'permission_denied', msg: 'Artifact storage quota has been hit. insufficient usage' }

playRows('the artifact service', {
  'A1 answers 503 twice': recovers(CREATE, [status(503), status(503)]),
  'A2 makes the artifact, and its reply is lost': recovers(CREATE, [{ kind: 'lost-reply' }], `${NAME}-2`, [
    `'${NAME}-2'`,
  ]),
  'A3 breaks the connection': recovers(CREATE, [{ kind: 'reset-before' }]),
  'A4 breaks off in the middle of the first answer': recovers(CREATE, [broken], `${NAME}-2`, [`'${NAME}-2'`]),
  'A4 breaks off in the middle of the last answer': recovers(FINALIZE, [broken]),
  'A4 breaks off in the middle of every first answer': {
    ...fails('E_UPLOAD_UNAVAILABLE', 'broke off in the middle of its answer', 'several', always(CREATE, broken)),
  },
  'A4 breaks off in the middle of every last answer': fails('E_UPLOAD_UNAVAILABLE', 'broke off', 'several', {
    always: { [FINALIZE]: broken, 'artifacts.ListArtifacts': schema({ artifacts: [] }) },
  }),
  'A5 answers 401': fails('E_UPLOAD_PERMISSION', '401', 1, always(CREATE, status(401))),
  'A5 answers 403': fails('E_UPLOAD_PERMISSION', '403', 1, always(CREATE, status(403))),
  'A6 has no room left for this account': fails('E_UPLOAD_QUOTA', 'billing', 1, always(CREATE, schema(QUOTA, 403))),
  'A7 is a web page': fails('E_UPLOAD_RESPONSE', 'web page', 1, always(CREATE, html())),
  'A7 says no': fails('E_UPLOAD_RESPONSE', '', 1, {
    ...always(
      FINALIZE,
      lieJson(() => ({ ok: false })),
    ),
  }),
  'A7 says an address for the bytes that is none': fails('E_UPLOAD_RESPONSE', 'Invalid URL', 1, {
    ...always(
      CREATE,
      lieJson((body) => ({ ...(body as object), signed_upload_url: '' })),
    ),
  }),
  'A9 has the name given to another job meanwhile': fails('E_UPLOAD_NAME_TAKEN', `'${NAME}'`, 1, {
    prepare: ({ sandbox: { artifacts, faults } }) => {
      faults.script('runner.token', {
        kind: 'lie',
        request: (request) => {
          artifacts.add(NAME, new Map([['theirs.txt', Buffer.from('theirs')]]))
          return request
        },
      })
      return undefined
    },
    check: ({ sandbox }) => expect([...sandbox.artifacts.members(NAME).keys()]).toEqual(['theirs.txt']),
  }),
  'A12 has a blob store that fails, without a word': recovers('blobs.put', [status(500)], `${NAME}-2`, [`'${NAME}-2'`]),
  'A12 has a blob store that fails for good, without a word': fails('E_UPLOAD_UNAVAILABLE', '500', 'several', {
    ...always('blobs.put', status(500)),
  }),
  'A13 has a blob store that shows a secret': fails('E_UPLOAD_PERMISSION', '', 1, {
    prepare({ sandbox: { artifacts, faults } }) {
      faults.always('blobs.put', {
        kind: 'lie',
        reply: (reply) => ({
          ...reply,
          status: 403,
          body: Buffer.from(`denied: sig=${encodeURIComponent(artifacts.signatures[0] ?? '')}&x`),
        }),
      })
      return undefined
    },
  }),
  'A14 has a blob store that stops taking bytes': fails('E_UPLOAD_STALLED', 'Upload progress stalled', 'several', {
    ...always('blobs.put', { kind: 'stall-headers' }),
    // The library's own watch, which a workflow may set, in place of five minutes.
    environment: { ACTIONS_ARTIFACT_UPLOAD_TIMEOUT_MS: '1000' },
    started: stalled.started,
    check: () => expect(stalled.milliseconds()).toBeLessThan(5000),
  }),
  'A17 stored something else': fails('E_UPLOAD_VERIFY', 'stored with another digest', 1, {
    prepare: ({ sandbox: { artifacts, faults } }) => {
      const members = new Map(signatureFiles('x.iso').map((name) => [name, Buffer.from(name)]))
      const changed = artifacts.add('another', members).blob ?? Buffer.alloc(0)
      faults.always('blobs.get', { kind: 'lie', reply: (reply) => ({ ...reply, body: changed }) })
      return undefined
    },
  }),
  'A17 gives nothing back': {
    ...recovers('blobs.get', [status(404)], NAME, ['could not be read back']),
  },
  'A18 is not there on GitHub Enterprise Server': {
    with: { 'upload-artifact': 'true' },
    environment: { GITHUB_SERVER_URL: 'https://ghes.example' },
    code: 'E_UPLOAD_GHES',
    text: 'upload-artifact: false',
    requests: 0,
  },
})

describe('the artifact service', () => {
  it.concurrent('A11 makes three artifacts of three jobs at once', () =>
    inScene({}, async (scene) => {
      const runs = await Promise.all(
        ['x.iso', 'y.iso', 'z.iso'].map((name) => {
          const [workspace, RUNNER_TEMP] = [temporaryDirectory(), temporaryDirectory()]
          writeFiles(workspace, { [name]: name })
          return scene.sign({ workspace, environment: { RUNNER_TEMP }, with: { files: name } })
        }),
      )
      for (const run of runs) expectSuccess(run)
      const names = ['x.iso', 'y.iso', 'z.iso'].map((name) => `${name}.sigstore`)
      expect(runs.map(({ outputs }) => outputs['artifact-name'])).toEqual(names)
      for (const name of names) expect(scene.sandbox.artifacts.members(name).size).toBe(3)
    }),
  )

  it.concurrent('A10 holds what an earlier attempt signed of the same file, and gets the new one in its place', () =>
    inScene({}, async (scene) => {
      const { sandbox } = scene
      const first = await scene.sign()
      sandbox.claims['run_attempt'] = '2'
      const second = await scene.sign({ environment: { GITHUB_RUN_ATTEMPT: '2' } })
      expect([first.outputs['artifact-name'], second.outputs['artifact-name']]).toEqual([NAME, NAME])
      expect(second.outputs['artifact-id']).not.toBe(first.outputs['artifact-id'])
      expect(second.stdout).toMatch(/Artifact 'x\.iso\.sigstore', .* is replaced/)
      expect(sandbox.artifacts.list()).toHaveLength(1)
    }),
  )

  it.concurrent('A16 is asked again, and a file is gone meanwhile', () =>
    inScene({}, async (scene) => {
      const { sandbox, workspace } = scene
      sandbox.faults.always(CREATE, {
        kind: 'lie',
        request: (request) => {
          rmSync(path.join(workspace, 'x.iso.sig'), { force: true })
          return request
        },
        reply: (reply) => ({ ...reply, status: 503 }),
      })
      const run = await scene.sign({ meddled: ['x.iso.sig'], results: false })
      expectFailure(run, 'E_UPLOAD_CONTENT')
      expect(run.written).toEqual(['x.iso.pem', 'x.iso.sigstore.json'])
      expect([count(sandbox, CREATE), sandbox.artifacts.list()]).toEqual([1, []])
    }),
  )
})
