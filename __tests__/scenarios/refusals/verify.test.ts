/* Every way in which the built verify action refuses, once each: its code, the file's name, what was found, how to go on. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { type ForgeOptions } from '../../../sandbox/forge.ts'
import type { JsonObject } from '../../../sandbox/forged-entry.ts'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { annotation, expectRefused, newScene, type Inputs, type VerifyScene } from '../verify-scene.ts'
import { forged, writeSpoiled } from './spoiled.ts'

let scene: VerifyScene
let bundle: JsonObject

const json = (name: string): JsonObject =>
  JSON.parse(readFileSync(path.join(scene.workspace, name), 'utf8')) as JsonObject
const wrong: Readonly<Record<string, ForgeOptions>> = {
  ...forged,
  'lookalike.iso': {
    claims: { job_workflow_ref: 'octo-org/example-iso/.github/workflows/release.yml@refs/tags/v1.0.0x' },
  },
}

beforeAll(async () => {
  scene = await newScene()
  for (const [name, options] of Object.entries(wrong)) await scene.sign(name, options)
  bundle = json('x.iso.sigstore.json')
  scene.write('sums', `${'0'.repeat(64)}  another.iso\n`)
  const strangers = await writeSpoiled(scene, JSON.stringify(bundle))
  scene.write('stranger-root.json', JSON.stringify(strangers))
})

const workflow = { identity: '', repository: 'octo-org/example-iso', workflow: 'release.yml' }

describe('the verify action refuses', () => {
  it.concurrent.each<[ErrorCode, Inputs, string]>([
    ['E_INPUT', { identity: '*' }, 'identity'],
    ['E_INPUT', { bundle: 'x.iso.sigstore.json\nset.json' }, '2 paths for 1 files'],
    ['E_INPUT_FILES', { files: '' }, 'checksums'],
    ['E_INPUT_CHECKSUMS', { checksums: 'sums' }, 'x.iso'],
    ['E_FILE_NOT_FOUND', { files: 'y.iso' }, 'x.iso'],
    ['E_FILE_NOT_FOUND', { files: 'nothing-*' }, 'nothing-*'],
    ['E_FILE_EMPTY', { files: 'empty.iso', bundle: 'x.iso.sigstore.json' }, 'empty.iso'],
    ['E_BUNDLE_NOT_FOUND', { files: 'alone.iso' }, 'alone.iso.sigstore.json'],
    ['E_BUNDLE_MALFORMED', { bundle: 'malformed.json' }, 'malformed.json'],
    ['E_BUNDLE_MALFORMED', { bundle: 'root.json' }, 'mediaType'],
    ['E_BUNDLE_KIND', { bundle: 'kind.json' }, 'attestation'],
    ['E_DIGEST_MISMATCH', { files: 'flipped.iso' }, 'flipped.iso'],
    ['E_DIGEST_MISMATCH', { checksums: 'wrong.sums' }, 'x.iso'],
    ['E_DIGEST_MISMATCH', { files: '', checksums: 'wrong.sums' }, '0000'],
    ['E_SIGNATURE', { files: 'signature.iso' }, 'signature.iso'],
    ['E_SIGNATURE_FILE', { signature: 'other.sig' }, 'other.sig'],
    ['E_CERTIFICATE_FILE', { certificate: 'other.pem' }, 'other.pem'],
    ['E_FILE_NOT_FOUND', { signature: 'none.sig' }, 'none.sig'],
    ['E_CERT_KEY', { files: 'key.iso' }, 'rsa'],
    ['E_CERT_USAGE', { files: 'usage.iso' }, 'code signing'],
    ['E_CERT_CHAIN', { bundle: 'stranger.json' }, 'x.iso'],
    ['E_CERT_CHAIN', { bundle: 'stranger.json', 'trusted-root': 'root.json' }, 'x.iso'],
    ['E_CERT_SCT', { files: 'sct.iso' }, 'sct.iso'],
    ['E_REKOR_MISMATCH', { bundle: 'mismatch.json' }, 'intoto'],
    ['E_REKOR_SET', { bundle: 'set.json' }, 'x.iso'],
    ['E_REKOR_PROOF', { bundle: 'proof.json' }, 'x.iso'],
    ['E_REKOR_CHECKPOINT', { bundle: 'checkpoint.json' }, 'x.iso'],
    ['E_REKOR_KEY', { bundle: 'log.json' }, 'does not name this log'],
    ['E_TIMESTAMP', { bundle: 'timestamp.json' }, 'timestamp'],
    ['E_TIMESTAMP', { files: 'date.iso' }, 'date.iso'],
    ['E_TIME', { files: 'time.iso' }, 'certificate was valid from'],
    ['E_CERT_IDENTITY', { files: 'lookalike.iso' }, 'v1.0.0x'],
    ['E_CERT_IDENTITY', { ...workflow, ref: 'refs/*' }, 'refs/tags/v1.0.0'],
    ['E_CERT_IDENTITY', { ...workflow, workflow: 'release.yaml', ref: 'refs/tags/v*' }, 'release.yaml'],
    ['E_CERT_IDENTITY', { ...workflow, repository: 'octo-org/example-is', ref: 'refs/tags/v*' }, 'example-is/'],
    ['E_CERT_ISSUER', { issuer: 'https://token.actions.githubusercontent.com/' }, 'githubusercontent.com/'],
    ['E_CERT_REPOSITORY', { files: 'caller.iso' }, 'evil/iso'],
    ['E_CERT_REPOSITORY', { repository: 'octo-org/other' }, 'octo-org/other'],
    ['E_CERT_EXTENSION', { 'source-ref': 'refs/tags/v1.0.1' }, 'refs/tags/v1.0.1'],
    ['E_CERT_EXTENSION', { 'source-digest': 'f'.repeat(40) }, 'ffff'],
    ['E_CERT_EXTENSION', { environment: 'production' }, 'names no environment'],
    ['E_CERT_EXTENSION', { 'runner-environment': 'self-hosted' }, 'github-hosted'],
    ['E_TRUSTED_ROOT', { 'trusted-root': 'not-root.json' }, 'trusted root'],
    ['E_TRUSTED_ROOT', { 'trusted-root': 'none.json' }, 'none.json'],
    [
      'E_TUF_ROOT',
      { 'trusted-root': '', 'tuf-url': 'http://127.0.0.1:9', 'tuf-root': 'not-root.json' },
      'not-root.json',
    ],
  ])('with %s: %j', async (code, inputs, text) => {
    const result = await scene.verify(inputs)
    expectRefused(result, code)
    expect(annotation(result)).toContain(text)
  })

  it.concurrent('to guess who must have signed, and prints whom it found and the lines to add', async () => {
    const result = await scene.verify({ identity: '' })
    expectRefused(result, 'E_POLICY_MISSING')
    const text = annotation(result)
    for (const part of [
      "'x.iso'",
      'release.yml@refs/tags/v1.0.0',
      'https://github.com/octo-org/example-iso',
      'refs/tags/v1.0.0',
    ]) {
      expect(text).toContain(part)
    }
    const [, lines = ''] = text.split('with:`\n')
    const inputs = Object.fromEntries(
      [...lines.matchAll(/^ {2}(\S+): '(.*)'$/gm)].map(([, name = '', value = '']) => [name, value]),
    )
    expect((await scene.verify({ identity: '', ...inputs })).outputs['verified']).toBe('true')
  })

  it.concurrent('to name a signer of a bundle that does not hold together', async () => {
    expectRefused(await scene.verify({ identity: '', bundle: 'proof.json' }), 'E_REKOR_PROOF')
  })

  it.concurrent('.sig and .pem alone, with the command that verifies them online', async () => {
    const detached = { files: 'alone.iso', signature: 'other.sig', certificate: 'other.pem' }
    const result = await scene.verify({ ...detached, ...workflow, ref: 'refs/tags/v*' })
    expectRefused(result, 'E_BUNDLE_NOT_FOUND')
    expect(annotation(result)).toContain(
      String.raw`cosign verify-blob --signature other.sig --certificate other.pem --certificate-identity-regexp '^https://github\.com/octo-org/example-iso/\.github/workflows/release\.yml@refs/tags/v[^/]*$' --certificate-oidc-issuer https://token.actions.githubusercontent.com --certificate-github-workflow-repository octo-org/example-iso alone.iso`,
    )
  })

  it.concurrent('all files when the last of them is not what was signed', async () => {
    const result = await scene.verify({ files: 'x.iso\nflipped.iso' })
    expectRefused(result, 'E_DIGEST_MISMATCH')
    expect(annotation(result)).toContain('flipped.iso')
    expect(result.stdout).not.toContain('Verified')
  })
})
