/* Shows what a dry run of the built action tells and refuses, and that it asks for no token, publishes and writes nothing. */
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { behindClosedProxy, leadingTo } from './closed-network.ts'
import { decoded } from '../support/summaries.ts'
import {
  errorOf,
  expectRefused,
  inScene,
  noticesOf,
  warningsOf,
  type Run,
  type Scene,
  type Step,
} from './sign-scene.ts'
import { inReleaseScene, plant, TAG } from './release-scene.ts'

const WORKFLOW = 'octo-org/example-iso/.github/workflows/release.yml@refs/pull/7/merge'
const DRY = { 'dry-run': 'true', 'runner-workflow-ref': WORKFLOW }
const WITHOUT_TOKEN = { ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }

/** expectNothingDone asserts a success that did nothing: no request but a look, no file, no output but `signed=false`. */
function expectNothingDone({ sandbox }: Pick<Scene, 'sandbox'>, run: Run): void {
  expect([run.exitCode, errorOf(run)]).toEqual([0, ''])
  expect(run.outputs).toEqual({ signed: 'false' })
  expect(run.written).toEqual([])
  expect(run.stdout).toContain('Nothing was signed: this is a dry run')
  expectOnlyLooked({ sandbox })
}

function expectOnlyLooked({ sandbox }: Pick<Scene, 'sandbox'>): void {
  const asked = sandbox.requests.filter(({ method, route }) => method !== 'GET' && route !== 'artifacts.ListArtifacts')
  expect(asked).toEqual([])
  expect(sandbox.requests.filter(({ route }) => route === 'runner.token')).toEqual([])
}

describe('a dry run in a private repository', () => {
  // Waits twice to the end of a budget: first, so that others need not wait for it.
  it.concurrent('is refused by what the event says of it, where a public Fulcio would be asked', () =>
    behindClosedProxy((proxy) =>
      inScene(
        { claims: { repository_visibility: 'private' }, ...leadingTo('fulcio', 'https://fulcio.sigstore.dev') },
        async (scene) => {
          const environment = { ...proxy.environment, ...WITHOUT_TOKEN }
          expectRefused(await scene.sign({ environment, with: DRY }), 'E_PRIVATE_REPOSITORY', `identity: ${WORKFLOW}`)
          expect(proxy.connects).toEqual([])
          // Past the gate it looks whether that Fulcio can be reached, which here it cannot.
          const briefly = { ...DRY, 'timeout-minutes': '0.05' }
          const allowed = { ...briefly, 'allow-private-repository': 'true' }
          expectRefused(await scene.sign({ environment, with: allowed }), 'E_UNREACHABLE', 'fulcio.sigstore.dev')
          const silent = { ...environment, GITHUB_EVENT_PATH: '' }
          expectRefused(
            await scene.sign({ environment: silent, with: briefly }),
            'E_UNREACHABLE',
            'fulcio.sigstore.dev',
          )
        },
      ),
    ),
  )
})

describe('a dry run', () => {
  it.concurrent('says what would be signed, where it would go, and as whom', () =>
    inReleaseScene({ isDraft: true }, async (scene) => {
      const run = await scene.attach({ with: { ...DRY, 'write-checksums': 'each', 'output-directory': 'out/put' } })
      expectNothingDone(scene, run)
      expect(run.stdout).toContain('x.iso.sig, x.iso.pem, x.iso.sigstore.json, x.iso.sha256')
      for (const told of [run.stdout, decoded(run.summary)]) {
        expect(told).toContain('out/put')
        expect(told).toContain('as the runner says')
        expect(told).toContain(scene.sandbox.urls.fulcio.replace(/^https?:\/\//, ''))
      }
      expect(run.stdout).toContain(`Would be signed as https://github.com/${WORKFLOW} (`)
      expect(run.stdout).toContain('Would upload the signature files as artifact x.iso.sigstore')
      expect(run.stdout).toMatch(new RegExp(`Would attach 4 files to the draft release ${TAG} `))
      expect(noticesOf(run)).toEqual([expect.stringContaining('Not on the release')])
    }),
  )

  it.concurrent.each(['', 'skip'])('needs no token, as on a pull request of a fork: on-missing-token %j', (value) =>
    inScene({}, async (scene) => {
      const run = await scene.sign({
        environment: { ...WITHOUT_TOKEN, GITHUB_EVENT_NAME: 'pull_request' },
        with: { ...DRY, 'on-missing-token': value },
      })
      expectNothingDone(scene, run)
      expect(run.commands.filter(({ name }) => name === 'warning')).toEqual([])
    }),
  )

  it.concurrent('warns, as the real one does, of an event that anybody may cause', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ environment: { GITHUB_EVENT_NAME: 'issue_comment' }, with: DRY })
      expectNothingDone(scene, run)
      expect(warningsOf(run)).toEqual([expect.stringContaining("was started by 'issue_comment'")])
    }),
  )

  it.concurrent('takes a release that is not seen for a notice', () =>
    inReleaseScene({ isDraft: true }, async (scene) => {
      scene.sandbox.releases.contents = 'read'
      const run = await scene.attach({ with: DRY })
      expectNothingDone(scene, run)
      expect(noticesOf(run)).toEqual([expect.stringContaining('could not be looked at')])
      expect(run.stdout).not.toContain('Would attach')
    }),
  )

  it.concurrent(
    'tells where another identity is expected, by digest and without a workflow that the runner tells',
    () =>
      inScene({ files: {} }, async (scene) => {
        const checksums = `${'ab'.repeat(32)}  x.iso`
        const run = await scene.sign({ with: { ...DRY, files: '', checksums, 'expected-identity': 'https://x' } })
        expectNothingDone(scene, run)
        expect(noticesOf(run)).toEqual([expect.stringContaining("not the expected 'https://x'")])
        expect(run.summary).toContain('not read')
        const unknown = await scene.sign({
          with: { files: '', checksums, 'dry-run': 'true', 'runner-workflow-ref': '' },
        })
        expectNothingDone(scene, unknown)
        expect(unknown.stdout).toContain('an identity that this runner does not tell')
      }),
  )

  it.concurrent('writes no summary where none is wanted', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ with: { ...DRY, summary: 'false' } })
      expectNothingDone(scene, run)
      expect(run.summary).toBe('')
    }),
  )
})

const refused: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>, Step['with']]>> = {
  'a file is missing': ['E_FILE_NOT_FOUND', { 'y.iso': '1' }, {}],
  'a digest differs': ['E_DIGEST_MISMATCH', { 'x.iso': '1' }, { checksums: `${'0'.repeat(64)}  x.iso` }],
  'a checksum file says something else': [
    'E_OUTPUT_PATH',
    { 'x.iso': '1', 'x.iso.sha256': '2' },
    { 'write-checksums': 'each' },
  ],
  'the output directory is a file': ['E_OUTPUT_PATH', { 'x.iso': '1', out: '2' }, { 'output-directory': 'out' }],
  'the artifact cannot have that name': ['E_INPUT_ARTIFACT_NAME', { 'x.iso': '1' }, { 'artifact-name': 'a/b' }],
  'the trusted root is none': ['E_TRUSTED_ROOT', { 'x.iso': '1', root: '{}' }, { 'trusted-root': 'root' }],
}

describe('a dry run fails as the real one would, when', () => {
  it.concurrent.each(Object.entries(refused))('%s', (_, [code, files, inputs]) =>
    inScene({ files }, async (scene) => {
      expectRefused(await scene.sign({ with: { ...DRY, ...inputs } }), code)
      expectOnlyLooked(scene)
    }),
  )

  it.concurrent.each([
    ['E_RELEASE_ASSET_EXISTS', 'x.iso.sig'],
    ['E_RELEASE_DIGEST_MISMATCH', 'x.iso'],
  ])('%s: the published release has %s', (code, name) =>
    inReleaseScene({}, async (scene) => {
      plant(scene, name)
      expectRefused(await scene.attach({ with: DRY }), code)
      expectOnlyLooked(scene)
    }),
  )

  it.concurrent.each([
    ['pull_request_target', { workflow_run: { event: 'push' } }],
    ['workflow_run', { workflow_run: { event: 'pull_request' } }],
    ['workflow_run', { workflow_run: { event: 'workflow_run' } }],
  ])('the event would not be signed on: %s', (GITHUB_EVENT_NAME, event) =>
    inScene({ files: { 'x.iso': 'an image', 'event.json': JSON.stringify(event) } }, async (scene) => {
      const GITHUB_EVENT_PATH = path.join(scene.workspace, 'event.json')
      const environment = { ...WITHOUT_TOKEN, GITHUB_EVENT_NAME, GITHUB_EVENT_PATH }
      expectRefused(await scene.sign({ environment, with: DRY }), 'E_EVENT_REFUSED', `'${GITHUB_EVENT_NAME}'`)
      expect(scene.sandbox.requests).toEqual([])
    }),
  )

  it.concurrent('the release is immutable', () =>
    inReleaseScene({ isImmutable: true }, async (scene) => {
      expectRefused(await scene.attach({ with: DRY }), 'E_RELEASE_IMMUTABLE')
      expectOnlyLooked(scene)
    }),
  )
})
