/* Verifies with the one file that people download, started with nothing but what is given, in every way that it offers. */
import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { pem } from '../../sandbox/certificate.ts'
import { IDENTITY, ISSUER } from '../../sandbox/forge.ts'
import { CLI, runCli } from '../../sandbox/runner/run-cli.ts'
import { temporaryDirectory } from '../support/builders.ts'
import { expectAccepted, newCliScene, SIGNER, type CliScene } from './verify-cli-scene.ts'

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex')
const COMMIT = '0123456789abcdef0123456789abcdef01234567'
const workflow = ['--repository', 'octo-org/example-iso', '--workflow', 'release.yml']
let scene: CliScene

beforeAll(async () => {
  scene = await newCliScene()
  await scene.sign('dist/a.iso', { rekorVersion: 2 })
  await scene.sign('-b [1]*.iso', { key: 'secp384r1', algorithm: 'sha384' })
  await scene.sign('!c #.iso', { key: 'secp521r1', algorithm: 'sha512', set: false })
  await scene.sign('shared.iso', {
    claims: { job_workflow_ref: 'shared/ci/.github/workflows/sign.yml@refs/heads/main' },
  })
  const bundle = JSON.parse(readFileSync(path.join(scene.workspace, 'x.iso.sigstore.json'), 'utf8')) as {
    messageSignature: { signature: string }
    verificationMaterial: { certificate: { rawBytes: string } }
  }
  scene.write('kept/x.json', JSON.stringify(bundle))
  scene.write('x.iso.sig', bundle.messageSignature.signature)
  scene.write('x.iso.pem', pem(Buffer.from(bundle.verificationMaterial.certificate.rawBytes, 'base64')))
  scene.write('SHA256SUMS', ['x.iso', 'dist/a.iso'].map((name) => `${sha256(name)}  ${name}\n`).join(''))
})

describe('keyless-verify accepts', () => {
  it.concurrent.each<[string, readonly string[]]>([
    ['the exact identity', ['x.iso', ...SIGNER]],
    ['flags before the file, and with =', [`--identity=${IDENTITY}`, 'x.iso']],
    ['a workflow with a star in the ref', ['x.iso', ...workflow, '--ref', 'refs/tags/v*']],
    [
      'every extension that is asked for',
      [
        ...['x.iso', ...SIGNER, '--source-ref', 'refs/tags/v1.0.0', '--source-digest', COMMIT],
        ...['--runner-environment', 'github-hosted', '--issuer', ISSUER],
      ],
    ],
    [
      'a reusable workflow of another repository that is said',
      [
        ...['shared.iso', '--signer-workflow', 'shared/ci/.github/workflows/sign.yml', '--ref', 'refs/heads/main'],
        ...['--repository', 'octo-org/example-iso'],
      ],
    ],
    [
      'a bundle of another name, .sig and .pem',
      ['x.iso', ...SIGNER, '--bundle', 'kept/x.json', '--signature', 'x.iso.sig', '--certificate', 'x.iso.pem'],
    ],
    [
      'a bundle for each of several files',
      ['x.iso', 'dist/a.iso', ...SIGNER, '--bundle', 'kept/x.json', '--bundle', 'dist/a.iso.sigstore.json'],
    ],
    ['names that look like flags, patterns and comments, after --', [...SIGNER, '--', '-b [1]*.iso', '!c #.iso']],
    ['digests alone, of a file', ['--checksums', 'SHA256SUMS', ...SIGNER]],
    ['files whose digests agree with the list', ['x.iso', 'dist/a.iso', '--checksums', 'SHA256SUMS', ...SIGNER]],
  ])('%s', async (_, args) => {
    expectAccepted(await scene.run(args))
  })

  it.concurrent('digests alone, from standard input', async () => {
    const result = await scene.run(['--checksums', '-', ...SIGNER], { input: `${sha256('x.iso')}  x.iso\n` })
    expectAccepted(result)
    expect(result.stdout).toContain('the file was not read')
  })

  it.concurrent("the signature files that a shell's pattern brings along, and says that it left them out", async () => {
    const names = ['x.iso', 'x.iso.pem', 'x.iso.sig', 'x.iso.sigstore.json']
    const { exitCode, stdout, stderr } = await scene.run([...names, ...SIGNER])
    expect([exitCode, stdout.match(/^Verified /gm)?.length, stderr.match(/left out\n/g)?.length]).toEqual([0, 1, 3])
  })

  it.concurrent('three downloads in an empty directory, with an empty environment', async () => {
    const directory = temporaryDirectory()
    const file = path.join(directory, 'keyless-verify.mjs')
    copyFileSync(CLI, file)
    for (const name of ['x.iso', 'x.iso.sigstore.json', 'root.json']) {
      copyFileSync(path.join(scene.workspace, name), path.join(directory, name))
    }
    expectAccepted(await runCli({ directory, file, args: ['x.iso', ...SIGNER, '--trusted-root', 'root.json'] }))
  })
})

describe('what keyless-verify tells', () => {
  it.concurrent('is at most eight lines on a file that is good', async () => {
    const { stdout } = await scene.run(['x.iso', ...SIGNER])
    expect(stdout.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, 'TIME').replace(/10000\d\d/, 'INDEX')).toBe(
      `Verified x.iso (5 bytes)
  SHA-256    ${sha256('x.iso')}
  signed by  ${IDENTITY}
  issuer     ${ISSUER}
  source     https://github.com/octo-org/example-iso at refs/tags/v1.0.0
  commit     ${COMMIT}
  signed at  TIME
  log index  INDEX
`,
    )
  })

  it.concurrent('is nothing with --quiet', async () => {
    const result = await scene.run(['x.iso', 'x.iso', ...SIGNER, '--quiet'])
    expectAccepted(result)
    expect(result.stdout).toBe('')
  })

  it.concurrent('is with --json what the action has for its output `results`', async () => {
    const { stdout } = await scene.run(['x.iso', 'dist/a.iso', ...SIGNER, '--json'])
    const action = await scene.verify({ files: 'x.iso\ndist/a.iso' })
    expect(stdout).toBe(`${action.outputs['results'] ?? ''}\n`)
  })

  it.concurrent('is without colour, for nobody watches', async () => {
    const { stdout } = await scene.run(['x.iso', ...SIGNER])
    expect(stdout).not.toContain('\u001B')
  })
})

describe('keyless-verify without a file', () => {
  it.concurrent.each(['--help', '-h'])('prints its usage with %s', async (flag) => {
    const result = await scene.runBare([flag])
    expectAccepted(result)
    expect(result.stdout).toMatch(/^usage: keyless-verify FILE/)
  })

  it.concurrent('prints its version', async () => {
    const { stdout } = await scene.runBare(['--version'])
    expect(stdout).toMatch(/^keyless-verify \d+\.\d+\.\d+\n$/)
  })
})
