/* Signs through the built action and looks at everything that a user gets: files, outputs, artifact, log and summary. */
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { temporaryDirectory, writeFiles } from '../support/builders.ts'
import { identityIn, verifyIndependently } from '../../sandbox/oracles/second-opinion.ts'
import { expectSuccess } from '../support/oracles.ts'
import {
  count,
  expectSigned,
  inScene,
  noticesOf,
  routes,
  type Run,
  type Scene,
  signatureFiles,
  warningsOf,
} from './sign-scene.ts'

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Asserts that the artifact of the outputs holds exactly the files that were written, byte by byte. */
function expectArtifact({ sandbox, workspace }: Scene, run: Run, name: string): void {
  expect(run.outputs['artifact-name']).toBe(name)
  const members = sandbox.artifacts.members(name)
  expect([...members.keys()].sort()).toEqual(run.written.map((file) => path.basename(file)).sort())
  for (const file of run.written)
    expect(members.get(path.basename(file))).toEqual(readFileSync(path.join(workspace, file)))
  const stored = sandbox.artifacts.get(name)
  expect(run.outputs['artifact-id']).toBe(String(stored?.id))
  expect(run.outputs['artifact-digest']).toBe(sha256(stored?.blob ?? ''))
  expect(run.outputs['artifact-url']).toMatch(
    new RegExp(`/octo-org/example-iso/actions/runs/3003/artifacts/${String(stored?.id)}$`),
  )
}

describe('signing one file', () => {
  it.concurrent('asks each service once, in the order that lets nothing out too early', () =>
    inScene({}, async (scene) => {
      expectSigned(scene, await scene.sign(), 'x.iso')
      const asked = routes(scene.sandbox)
      expect(asked.slice(2, 5)).toEqual([undefined, undefined, undefined])
      const seen = asked.filter(Boolean)
      expect(seen.slice(0, 3)).toEqual(['artifacts.ListArtifacts', 'runner.token', 'fulcio.certificate'])
      expect(new Set(seen.slice(3, 5))).toEqual(new Set(['rekor.create', 'tsa.timestamp']))
      expect(seen.slice(5).map((route) => route?.split('.')[0])).not.toContain('rekor')
      expect(seen.at(5)).toBe('artifacts.CreateArtifact')
      expect(seen.at(-1)).toBe('blobs.get')
    }),
  )

  it.concurrent('sets every output to what is true, and uploads what was written', () =>
    inScene({}, async (scene) => {
      const { sandbox, workspace } = scene
      const run = await scene.sign({ expressions: { 'job.workflow_ref': String(sandbox.claims['job_workflow_ref']) } })
      expectSigned(scene, run, 'x.iso')
      expectArtifact(scene, run, 'x.iso.sigstore')
      const { results = '', ...outputs } = run.outputs
      expect(outputs).toMatchObject({
        bundle: 'x.iso.sigstore.json',
        signature: 'x.iso.sig',
        certificate: 'x.iso.pem',
        sha256: sha256('an image'),
        identity: identityIn(sandbox),
        issuer: sandbox.urls.oidc,
        'log-url': sandbox.urls.rekor,
      })
      const { logIndex, integratedTime } = entryOf(workspace, 'x.iso')
      expect(outputs['log-index']).toBe(logIndex)
      expect(Math.abs(Date.parse(outputs['signed-at'] ?? '') / 1000 - Number(integratedTime))).toBeLessThan(3)
      expect(outputs['signed-at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
      expect(JSON.parse(results)).toEqual([
        {
          file: 'x.iso',
          size: 8,
          bundle: outputs['bundle'],
          signature: outputs['signature'],
          certificate: outputs['certificate'],
          sha256: outputs['sha256'],
          logIndex,
          logUrl: outputs['log-url'],
          signedAt: outputs['signed-at'],
          verifyCommand: outputs['verify-command'],
        },
      ])
      expect([warningsOf(run), noticesOf(run)]).toEqual([[], []])
    }),
  )

  it.concurrent('writes files that everybody may read, in the forms that other tools read', () =>
    inScene({}, async (scene) => {
      expectSigned(scene, await scene.sign(), 'x.iso')
      const read = (suffix: string) => readFileSync(path.join(scene.workspace, `x.iso${suffix}`), 'utf8')
      for (const file of signatureFiles('x.iso')) {
        expect(statSync(path.join(scene.workspace, file)).mode & 0o777).toBe(0o644)
      }
      expect(read('.sig')).toMatch(/^[A-Za-z0-9+/]+={0,2}$/)
      expect(read('.pem')).toMatch(/^-----BEGIN CERTIFICATE-----\n[^-]+\n-----END CERTIFICATE-----\n$/)
      expect(JSON.parse(read('.sigstore.json'))).toMatchObject({
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: {
          tlogEntries: [{ inclusionPromise: {}, inclusionProof: { checkpoint: {} } }],
          timestampVerificationData: { rfc3161Timestamps: [{}] },
        },
        messageSignature: { signature: read('.sig') },
      })
    }),
  )

  it.concurrent('uploads nothing and asks nothing of the artifact service where told so, nor writes a summary', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ with: { 'upload-artifact': 'false', summary: 'false' } })
      expectSigned(scene, run, 'x.iso')
      expect(routes(scene.sandbox).filter(Boolean)).toHaveLength(4)
      expect(run.summary).toBe('')
      expect(run.outputs).not.toHaveProperty('artifact-id')
    }),
  )
})

describe('choosing files', () => {
  it.concurrent('I39 signs what globs and exclusions with CRLF leave, with one certificate for all', () =>
    inScene(
      { files: { 'dist/a.iso': 'a', 'dist/b.iso': 'b', 'dist/skip.iso': 's', 'notes.txt': 'n' } },
      async (scene) => {
        const run = await scene.sign({ with: { files: 'dist/*.iso\r\n!dist/skip.iso\r\nnotes.txt\r\n' } })
        expectSigned(scene, run, 'dist/a.iso', 'dist/b.iso', 'notes.txt')
        expectArtifact(scene, run, 'a.iso-and-2-more.sigstore')
        const each = (['runner.token', 'fulcio.certificate', 'rekor.create', 'tsa.timestamp'] as const).map((route) =>
          count(scene.sandbox, route),
        )
        expect(each).toEqual([1, 1, 3, 3])
        const pems = ['dist/a.iso', 'dist/b.iso', 'notes.txt'].map((name) =>
          readFileSync(path.join(scene.workspace, `${name}.pem`), 'utf8'),
        )
        expect(new Set(pems).size).toBe(1)
        expect(run.outputs['sha256']?.split('\n')).toEqual([sha256('a'), sha256('b'), sha256('n')])
      },
    ),
  )

  it.concurrent('X7 signs through a link into a store outside, and writes nothing there', () =>
    inScene({ files: {} }, async (scene) => {
      const store = temporaryDirectory()
      writeFiles(store, { 'iso/zeta.iso': 'built by nix' })
      symlinkSync(path.join(store, 'iso'), path.join(scene.workspace, 'result'))
      const run = await scene.sign({ with: { files: 'result/*.iso' } })
      expectSuccess(run)
      expect(readdirSync(store, { recursive: true }).sort()).toEqual(['iso', path.join('iso', 'zeta.iso')])
      expect(run.written).toEqual(signatureFiles('zeta.iso'))
      verifyIndependently(path.join(store, 'iso/zeta.iso'), scene.sandbox, path.join(scene.workspace, 'zeta.iso'))
      expect(run.stdout).toContain("'result/zeta.iso' go to the workspace")
      expect(run.stdout).toContain(path.join(store, 'iso/zeta.iso'))
    }),
  )

  it.concurrent('leaves out older signatures that a glob catches, signs a file once, and replaces older files', () =>
    inScene({}, async (scene) => {
      expectSigned(scene, await scene.sign({ with: { 'upload-artifact': 'false' } }), 'x.iso')
      const run = await scene.sign({ with: { files: 'x.iso*\nx.iso' } })
      expectSigned(scene, run, 'x.iso')
      expect(count(scene.sandbox, 'rekor.create')).toBe(2)
      const told =
        /listed twice|Older files have been replaced: 'x\.iso\.sig', 'x\.iso\.pem', 'x\.iso\.sigstore\.json'/g
      expect([run.stdout.match(told)?.length, noticesOf(run)]).toEqual([2, []])
    }),
  )

  it.concurrent('X29 puts the files of all into an output directory that it makes', () =>
    inScene({ files: { 'a/x.iso': 'x', 'b/y.iso': 'y' } }, async (scene) => {
      const run = await scene.sign({ with: { files: '*/*.iso', 'output-directory': 'out/signatures' } })
      expectSuccess(run)
      expect(run.written).toEqual(signatureFiles('out/signatures/x.iso', 'out/signatures/y.iso'))
      for (const file of ['a/x.iso', 'b/y.iso']) {
        const signed = path.join(scene.workspace, 'out/signatures', path.basename(file))
        verifyIndependently(path.join(scene.workspace, file), scene.sandbox, signed)
      }
      expect(run.outputs['bundle']).toBe('out/signatures/x.iso.sigstore.json\nout/signatures/y.iso.sigstore.json')
    }),
  )

  it.concurrent('X28 keeps files of one base name apart in the artifact', () =>
    inScene({ files: { 'a/x.iso': 'x', 'b/x.iso': 'y' } }, async (scene) => {
      const run = await scene.sign({ with: { files: '*/x.iso', 'artifact-name': 'signatures' } })
      expectSigned(scene, run, 'a/x.iso', 'b/x.iso')
      expect([...scene.sandbox.artifacts.members('signatures').keys()].sort()).toEqual(run.written)
    }),
  )
})

function entryOf(workspace: string, name: string): { readonly logIndex: string; readonly integratedTime: string } {
  const bundle = JSON.parse(readFileSync(path.join(workspace, `${name}.sigstore.json`), 'utf8')) as {
    verificationMaterial: { tlogEntries: readonly { logIndex: string; integratedTime: string }[] }
  }
  return bundle.verificationMaterial.tlogEntries[0] ?? { logIndex: '', integratedTime: '' }
}
