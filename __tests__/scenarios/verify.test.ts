/* Verifies through the built action, in every way that it offers, and looks at everything that it tells. */
import { createHash } from 'node:crypto'
import { mkdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { pem } from '../../sandbox/certificate.ts'
import { IDENTITY, ISSUER } from '../../sandbox/forge.ts'
import { decoded, tableRows } from '../support/summaries.ts'
import { expectVerified, newScene, type Inputs, type VerifyScene } from './verify-scene.ts'

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex')
let scene: VerifyScene

beforeAll(async () => {
  scene = await newScene()
  await scene.sign('dist/a.iso', { rekorVersion: 2 })
  await scene.sign('dist/b.iso', { key: 'secp384r1', algorithm: 'sha384' })
  await scene.sign('dist/#c [1].iso', { key: 'secp521r1', algorithm: 'sha512', set: false })
  await scene.sign('tagged.iso', {
    claims: {
      job_workflow_ref: 'octo-org/example-iso/.github/workflows/release.yml@refs/tags/v2.0.0',
      environment: 'production',
    },
  })
  await scene.sign('shared.iso', {
    claims: { job_workflow_ref: 'shared/ci/.github/workflows/sign.yml@refs/heads/main' },
  })
  await scene.sign('nameless.iso', {
    certificate: { extensions: { '1.3.6.1.4.1.57264.1.5': '', '1.3.6.1.4.1.57264.1.12': '' } },
  })
  const bundle = await scene.forge.bundle({ content: 'x.iso' })
  const { messageSignature, verificationMaterial } = bundle as {
    messageSignature: { signature: string }
    verificationMaterial: { certificate: { rawBytes: string } }
  }
  scene.write('kept/x.json', JSON.stringify(bundle))
  scene.write('x.iso.sig', messageSignature.signature)
  scene.write('x.iso.pem', pem(Buffer.from(verificationMaterial.certificate.rawBytes, 'base64')))
  const base64 = Buffer.from(pem(Buffer.from(verificationMaterial.certificate.rawBytes, 'base64'))).toString('base64')
  scene.write('cosign.pem', base64)
  scene.write('SHA256SUMS', ['x.iso', 'dist/a.iso'].map((name) => `${sha256(name)}  ${name}\n`).join(''))
  mkdirSync(path.join(scene.workspace, 'elsewhere'))
  await scene.sign('moved.iso')
  renameSync(path.join(scene.workspace, 'moved.iso.sigstore.json'), path.join(scene.workspace, 'elsewhere/moved.json'))
})

const workflow = { identity: '', repository: 'octo-org/example-iso', workflow: 'release.yml' }

describe('the verify action accepts', () => {
  it.concurrent.each<[string, Inputs]>([
    ['the exact identity', {}],
    ['a workflow with a star in the ref', { ...workflow, ref: 'refs/tags/v*' }],
    [
      'a workflow by its path, with the whole ref',
      { ...workflow, workflow: '.github/workflows/release.yml', ref: 'refs/tags/v1.0.0' },
    ],
    [
      'every extension that is asked for',
      {
        'source-ref': 'refs/tags/v1.0.0',
        'source-digest': '0123456789abcdef0123456789abcdef01234567',
        'runner-environment': 'github-hosted',
      },
    ],
    [
      'a deployment environment',
      { ...workflow, files: 'tagged.iso', ref: 'refs/tags/v2.*', environment: 'production' },
    ],
    [
      'a reusable workflow of another repository that is said',
      {
        files: 'shared.iso',
        identity: '',
        'signer-workflow': 'shared/ci/.github/workflows/sign.yml',
        ref: 'refs/heads/main',
        repository: 'octo-org/example-iso',
      },
    ],
    [
      'the same by its whole identity',
      {
        files: 'shared.iso',
        identity: 'https://github.com/shared/ci/.github/workflows/sign.yml@refs/heads/main',
        repository: 'octo-org/example-iso',
      },
    ],
    ['a bundle of another name', { bundle: 'kept/x.json' }],
    [
      '.sig and .pem that hold what the bundle holds',
      { bundle: 'kept/x.json', signature: 'x.iso.sig', certificate: 'x.iso.pem' },
    ],
    ["cosign's .pem", { bundle: 'kept/x.json', certificate: 'cosign.pem' }],
    ['digests alone, of a file', { files: '', checksums: 'SHA256SUMS' }],
    [
      'a digest alone, for a file that is not there',
      {
        files: '',
        checksums: `${sha256('moved.iso')}  gone/moved.iso`,
        bundle: 'elsewhere/moved.json',
      },
    ],
    ['files whose digests agree with the list', { files: 'x.iso\ndist/a.iso', checksums: 'SHA256SUMS' }],
    ['no summary', { summary: 'false' }],
  ])('%s', async (_, inputs) => {
    const result = await scene.verify(inputs)
    expectVerified(result)
    expect(result.summary === '').toBe(inputs['summary'] === 'false')
  })

  it.concurrent('all that a glob finds, of either Rekor and every curve, and leaves the signatures out', async () => {
    const result = await scene.verify({ files: 'dist/*' })
    expectVerified(result)
    const names = ['dist/#c [1].iso', 'dist/a.iso', 'dist/b.iso']
    const results = JSON.parse(result.outputs['results'] ?? '') as { file: string; sha256: string }[]
    expect(results.map(({ file }) => file).sort()).toEqual(names)
    for (const { file, sha256: digest } of results) expect(digest).toBe(sha256(file))
    expect(result.stdout.match(/^'.* looks like a signature and is left out$/gm)).toHaveLength(3)
  })
})

describe('what the verify action tells', () => {
  it.concurrent('is in its outputs', async () => {
    const { outputs } = await scene.verify()
    const { results = '', 'signed-at': signedAt = '', ...others } = outputs
    expect(signedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    expect(Math.abs(Date.parse(signedAt) - Date.now())).toBeLessThan(10 * 60 * 1000)
    expect(others).toEqual({
      verified: 'true',
      sha256: sha256('x.iso'),
      identity: IDENTITY,
      issuer: ISSUER,
      'log-index': expect.stringMatching(/^10000\d\d$/),
    })
    expect(JSON.parse(results)).toEqual([
      {
        file: 'x.iso',
        size: 5,
        bundle: 'x.iso.sigstore.json',
        sha256: sha256('x.iso'),
        identity: IDENTITY,
        issuer: ISSUER,
        sourceRepository: 'https://github.com/octo-org/example-iso',
        sourceRef: 'refs/tags/v1.0.0',
        sourceDigest: '0123456789abcdef0123456789abcdef01234567',
        logIndex: others['log-index'],
        signedAt,
      },
    ])
  })

  it.concurrent(
    'is one line a file where a star lets several signers in, and one value for all where not',
    async () => {
      const two = await scene.verify({ ...workflow, ref: 'refs/tags/v*', files: 'x.iso\ntagged.iso' })
      expect(two.outputs['identity']?.split('\n')).toEqual([IDENTITY, IDENTITY.replace('v1.0.0', 'v2.0.0')])
      expect(two.outputs['issuer']).toBe(ISSUER)
      const same = await scene.verify({ files: 'x.iso\ndist/a.iso' })
      expect(same.outputs['identity']).toBe(IDENTITY)
      expect(same.outputs['sha256']?.split('\n')).toEqual([sha256('x.iso'), sha256('dist/a.iso')])
    },
  )

  it.concurrent('is a line in the log and a row in the summary', async () => {
    const { stdout, summary } = await scene.verify()
    const parts = [
      'x.iso',
      sha256('x.iso'),
      IDENTITY,
      'octo-org/example-iso',
      '0123456789abcdef0123456789abcdef01234567',
    ]
    for (const part of parts) expect(stdout).toContain(part)
    const row = ['<code>x.iso</code>', '5 bytes', `<code>${sha256('x.iso')}</code>`]
    expect(tableRows(summary)[0]?.slice(0, 3)).toEqual(row)
    for (const part of parts.slice(2)) expect(decoded(summary)).toContain(part)
  })

  it.concurrent('says when this job did not read the file', async () => {
    const { outputs, stdout, summary } = await scene.verify({ files: '', checksums: 'SHA256SUMS' })
    expect(stdout).toContain('this job does not read the files')
    expect(summary).toContain('did not read')
    expect(JSON.parse(outputs['results'] ?? '')).not.toContainEqual(
      expect.objectContaining({ size: expect.anything() }),
    )
  })

  it.concurrent('says when the certificate names no source repository', async () => {
    const result = await scene.verify({ files: 'nameless.iso' })
    expectVerified(result)
    expect(result.stdout).toContain('names no source repository')
    expect(result.summary).toContain('names no source repository')
  })

  it.concurrent('warns of an input that does not exist', async () => {
    const { commands } = await scene.verify({ colour: 'x' })
    expect(commands.filter(({ name }) => name === 'warning').map(({ data }) => data)).toEqual([
      expect.stringContaining('colour'),
    ])
  })
})
