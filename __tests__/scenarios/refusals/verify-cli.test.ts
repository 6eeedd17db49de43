/* Every way in which keyless-verify refuses, once each: its codes, and how to go on in the words of a terminal. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { IDENTITY, type ForgeOptions } from '../../../sandbox/forge.ts'
import { runCli } from '../../../sandbox/runner/run-cli.ts'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { expectAccepted, expectRefused, newCliScene, SIGNER, type CliScene } from '../verify-cli-scene.ts'
import { forged, writeSpoiled } from './spoiled.ts'

let scene: CliScene

const wrong: Readonly<Record<string, ForgeOptions>> = {
  ...forged,
  'sha384.iso': { algorithm: 'sha384', key: 'secp384r1' },
  'person.iso': {
    certificate: { extensions: { '1.3.6.1.4.1.57264.1.5': '', '1.3.6.1.4.1.57264.1.12': '' } },
  },
}

beforeAll(async () => {
  scene = await newCliScene()
  for (const [name, options] of Object.entries(wrong)) await scene.sign(name, options)
  scene.write('bundle', '')
  scene.write('directory/x', 'x')
  scene.write('another.sums', `${'0'.repeat(64)}  another.iso\n`)
  scene.write('sha384.sums', `${'0'.repeat(64)}  sha384.iso\n`)
  scene.write('empty.sums', '# nothing\n')
  await writeSpoiled(scene, readFileSync(path.join(scene.workspace, 'x.iso.sigstore.json'), 'utf8'))
})

const workflow = ['--repository', 'octo-org/example-iso', '--workflow', 'release.yml']

describe('keyless-verify refuses', () => {
  it.concurrent.each<[ErrorCode, readonly string[], string]>([
    ['E_INPUT_CHECKSUMS', ['x.iso', '--checksums', 'another.sums', ...SIGNER], '--checksums has no line'],
    ['E_INPUT_CHECKSUMS', ['--checksums', 'none.sums', ...SIGNER], '--checksums takes the path'],
    ['E_INPUT_CHECKSUMS', ['--checksums', 'empty.sums', ...SIGNER], '--checksums holds no checksum line'],
    ['E_FILE_NOT_FOUND', ['y.iso', ...SIGNER], 'Paths start at the current directory\n'],
    ['E_FILE_NOT_FOUND', ['*.iso', ...SIGNER], "No such file: '*.iso'"],
    ['E_FILE_NOT_FOUND', ['!x.iso', ...SIGNER], "No such file: '!x.iso'"],
    ['E_FILE_EMPTY', ['empty.iso', ...SIGNER, '--bundle', 'x.iso.sigstore.json'], 'empty.iso'],
    ['E_FILE_TYPE', ['directory', ...SIGNER], "'directory/*'"],
    ['E_BUNDLE_NOT_FOUND', ['alone.iso', ...SIGNER], 'name it with --bundle'],
    [
      'E_BUNDLE_NOT_FOUND',
      ['alone.iso', ...SIGNER, '--signature', 'other.sig', '--certificate', 'other.pem'],
      'cosign verify-blob --signature other.sig',
    ],
    ['E_BUNDLE_MALFORMED', ['x.iso', ...SIGNER, '--bundle', 'malformed.json'], 'malformed.json'],
    ['E_BUNDLE_KIND', ['x.iso', ...SIGNER, '--bundle', 'kind.json'], 'attestation'],
    ['E_DIGEST_MISMATCH', ['flipped.iso', ...SIGNER], ', got sha256:'],
    ['E_DIGEST_MISMATCH', ['x.iso', 'flipped.iso', ...SIGNER], 'flipped.iso'],
    ['E_DIGEST_MISMATCH', ['x.iso', ...SIGNER, '--checksums', 'wrong.sums'], 'x.iso'],
    ['E_DIGEST_MISMATCH', ['--checksums', 'wrong.sums', ...SIGNER], '0000'],
    ['E_DIGEST_MISMATCH', ['--checksums', 'sha384.sums', ...SIGNER], 'give the file itself in FILE'],
    ['E_SIGNATURE', ['signature.iso', ...SIGNER], 'signature.iso'],
    ['E_SIGNATURE_FILE', ['x.iso', ...SIGNER, '--signature', 'other.sig'], 'other.sig'],
    ['E_CERTIFICATE_FILE', ['x.iso', ...SIGNER, '--certificate', 'other.pem'], 'other.pem'],
    ['E_FILE_NOT_FOUND', ['x.iso', ...SIGNER, '--signature', 'none.sig'], 'none.sig'],
    ['E_CERT_KEY', ['key.iso', ...SIGNER], 'rsa'],
    ['E_CERT_USAGE', ['usage.iso', ...SIGNER], 'code signing'],
    ['E_CERT_CHAIN', ['x.iso', ...SIGNER, '--bundle', 'stranger.json'], 'x.iso'],
    ['E_CERT_SCT', ['sct.iso', ...SIGNER], 'sct.iso'],
    ['E_REKOR_MISMATCH', ['x.iso', ...SIGNER, '--bundle', 'mismatch.json'], 'intoto'],
    ['E_REKOR_SET', ['x.iso', ...SIGNER, '--bundle', 'set.json'], 'x.iso'],
    ['E_REKOR_PROOF', ['x.iso', ...SIGNER, '--bundle', 'proof.json'], 'x.iso'],
    ['E_REKOR_PROOF', ['x.iso', '--bundle', 'proof.json'], 'x.iso'],
    ['E_REKOR_CHECKPOINT', ['x.iso', ...SIGNER, '--bundle', 'checkpoint.json'], 'x.iso'],
    ['E_REKOR_KEY', ['x.iso', ...SIGNER, '--bundle', 'log.json'], 'does not name this log'],
    ['E_TIMESTAMP', ['x.iso', ...SIGNER, '--bundle', 'timestamp.json'], 'timestamp'],
    ['E_TIMESTAMP', ['date.iso', ...SIGNER], 'date.iso'],
    ['E_TIME', ['time.iso', ...SIGNER], 'certificate was valid from'],
    ['E_CERT_IDENTITY', ['x.iso', '--identity', `${IDENTITY}x`], 'v1.0.0x'],
    ['E_CERT_IDENTITY', ['x.iso', ...workflow, '--ref', 'refs/*'], 'refs/tags/v1.0.0'],
    ['E_CERT_ISSUER', ['x.iso', ...SIGNER, '--issuer', 'https://issuer.example'], 'issuer.example'],
    ['E_CERT_REPOSITORY', ['caller.iso', ...SIGNER], 'evil/iso'],
    ['E_CERT_EXTENSION', ['x.iso', ...SIGNER, '--source-digest', 'f'.repeat(40)], 'ffff'],
    ['E_CERT_EXTENSION', ['x.iso', ...SIGNER, '--environment', 'production'], 'names no environment'],
  ])('with %s: %j', async (code, args, text) => {
    const result = await scene.run(args)
    expectRefused(result, code)
    expect(result.stderr).toContain(text)
  })

  it.concurrent.each<[ErrorCode, readonly string[], string]>([
    ['E_INPUT', ['x.iso', '--idenity', IDENTITY], 'did you mean --identity?'],
    ['E_INPUT', ['x.iso', '--certificate-identity', IDENTITY], 'did you mean --identity?'],
    ['E_INPUT', ['x.iso', '--verison'], 'did you mean --version?'],
    ['E_INPUT', ['x.iso', '-v'], '--version goes with nothing else'],
    ['E_INPUT', ['x.iso', '-x'], '--help'],
    ['E_INPUT', ['x.iso', '--identity'], 'missing\nFix: keyless-verify --help'],
    ['E_INPUT', ['x.iso', '--identity', '--ref'], '--identity'],
    ['E_INPUT', ['x.iso', ...SIGNER, ...SIGNER], '--identity is given 2 times'],
    ['E_INPUT', ['x.iso', ...SIGNER, '--source-digest', ''], '--source-digest is empty'],
    ['E_INPUT', ['', ...SIGNER], 'FILE is empty'],
    ['E_INPUT', ['x.iso', ...SIGNER, '--summary', 'true'], '--summary'],
    ['E_INPUT', ['x.iso', ...SIGNER, '--json=yes'], '--json'],
    ['E_INPUT', ['x.iso', '--identity', '*'], '--identity must be'],
    [
      'E_INPUT',
      ['x.iso', '--identity', 'octo-org/example-iso'],
      'Fix: give --identity as https://github.com/OWNER/REPO/',
    ],
    ['E_INPUT', ['x.iso', ...SIGNER, '--runner-environment', 'hosted'], 'as github-hosted or self-hosted'],
    ['E_INPUT', ['x.iso', ...SIGNER, '--ref', 'refs/tags/v*'], 'leave out --identity or --ref'],
    ['E_INPUT', ['x.iso', ...SIGNER, '--tuf-url', 'https://tuf.example'], '--tuf-url has no effect'],
    ['E_INPUT', ['x.iso', ...SIGNER, '--bundle', 'a.json', '--bundle', 'b.json'], '--bundle has 2 paths for 1 files'],
    ['E_INPUT', ['x.iso', ...SIGNER, '--quiet', '--issuer', 'nobody'], '--issuer must be'],
    ['E_INPUT_FILES', [...SIGNER], '--help'],
    ['E_INPUT_FILES', ['x.iso.sigstore.json', ...SIGNER], 'looks like a signature'],
  ])('as wrong use, with %s: %j', async (code, args, text) => {
    const result = await scene.run(args)
    expectRefused(result, code, 2)
    expect(result.stderr).toContain(text)
  })

  it.concurrent('both of --json and --quiet', async () => {
    const result = await scene.run(['x.iso', ...SIGNER, '--json', '--quiet'])
    expect(result).toMatchObject({ exitCode: 2, stderr: '' })
    expect(JSON.parse(result.stdout)).toMatchObject({ code: 'E_INPUT' })
  })

  it.concurrent('with --json by code, message and fix, and nothing else', async () => {
    const result = await scene.run(['flipped.iso', ...SIGNER, '--json'])
    expect(result).toMatchObject({ exitCode: 1, stderr: '' })
    expect(JSON.parse(result.stdout)).toEqual({
      code: 'E_DIGEST_MISMATCH',
      message: expect.stringContaining("'flipped.iso'"),
      fix: expect.stringContaining('again'),
    })
  })

  it.concurrent.each([
    ['x.iso', '--repository octo-org/example-iso --workflow release.yml --ref refs/tags/v1.0.0'],
    [
      'caller.iso',
      '--repository evil/iso --signer-workflow octo-org/example-iso/.github/workflows/release.yml --ref refs/tags/v1.0.0',
    ],
  ])('to guess who must have signed %s, and prints whom it found and the flags to pin that', async (file, flags) => {
    const result = await scene.run([file])
    expectRefused(result, 'E_POLICY_MISSING')
    for (const part of [`'${file}'`, IDENTITY, `\n  ${flags}\n`]) expect(result.stderr).toContain(part)
    expectAccepted(await scene.run([file, ...flags.split(' ')]))
  })

  it.concurrent('a name that is not there, and never takes one that is for a flag', async () => {
    const { stderr } = await scene.run(['bundlr', ...SIGNER])
    expect(stderr).toContain("E_FILE_NOT_FOUND: No such file: 'bundlr'\nFix: did you mean 'bundle'? Paths")
  })

  it.concurrent.each(['', 'another.sums', `${'0'.repeat(64)}  ../x.iso`])(
    'what is no checksum line on standard input: %j',
    async (input) => {
      expectRefused(await scene.run(['--checksums', '-', ...SIGNER], { input }), 'E_INPUT_CHECKSUMS')
    },
  )

  it.concurrent('server certificates that are not checked', async () => {
    const environment = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    expectRefused(await scene.run(['x.iso', ...SIGNER], { environment }), 'E_ENV_TLS')
  })
})

describe('keyless-verify does not take', () => {
  it.concurrent.each<[ErrorCode, readonly string[], string]>([
    ['E_TRUSTED_ROOT', ['--trusted-root', 'not-root.json'], 'trusted root'],
    ['E_TRUSTED_ROOT', ['--trusted-root', 'none.json'], '--trusted-root'],
    ['E_TUF_ROOT', ['--tuf-url', 'http://127.0.0.1:9', '--tuf-root', 'not-root.json'], '--tuf-root'],
  ])('what is no root of trust: %s for %j', async (code, trust, text) => {
    const refused = await runCli({ directory: scene.workspace, args: ['x.iso', ...SIGNER, ...trust] })
    expectRefused(refused, code)
    expect(refused.stderr).toContain(text)
  })

  it.concurrent('what is no root of trust, and says in the same breath what is not said of the signer', async () => {
    const trust = ['--trusted-root', 'not-root.json']
    const refused = await scene.runBare([
      'x.iso',
      '--repository',
      'octo-org/example-iso',
      '--ref',
      'refs/tags/v1',
      ...trust,
    ])
    expectRefused(refused, 'E_TRUSTED_ROOT')
    expect(refused.stderr).toContain('signed it: --workflow must be given, too\nFix: give a whole trusted_root.json')
  })
})
