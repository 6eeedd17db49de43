/* What people get wrong at their first try, as other tools taught them: the built actions say what is meant, in their own code. */
import { beforeAll, describe, expect, it } from '@jest/globals'
import type { ErrorCode } from '../../src/core/shared/errors.ts'
import { expectRefused as expectNotSigned, inScene, errorOf } from './sign-scene.ts'
import { annotation, expectRefused, newScene, type Inputs, type VerifyScene } from './verify-scene.ts'

const image = Buffer.concat([Buffer.from('CD001'), Buffer.alloc(64)])

describe('signing', () => {
  it.concurrent.each<[string, ErrorCode, Inputs, string]>([
    [
      'paths parted by spaces',
      'E_FILE_NOT_FOUND',
      { files: 'a.iso b.iso' },
      'one path a line:\nfiles: |\n  a.iso\n  b.iso',
    ],
    [
      'paths parted by commas',
      'E_FILE_NOT_FOUND',
      { files: 'a.iso, b.iso' },
      'one path a line:\nfiles: |\n  a.iso\n  b.iso',
    ],
    [
      'patterns parted by commas',
      'E_FILE_NOT_FOUND',
      { files: '*.iso,*.zip' },
      'one path a line:\nfiles: |\n  *.iso\n  *.zip',
    ],
    [
      'the image for its checksums',
      'E_INPUT_CHECKSUMS',
      { files: '', checksums: 'a.iso' },
      "image itself, is for 'files'",
    ],
  ])('%s', (_, code, inputs, fix) =>
    inScene({ files: { 'a.iso': image, 'b.iso': 'b' } }, async (scene) => {
      const run = await scene.sign({ with: inputs })
      expectNotSigned(run, code)
      expect(errorOf(run).split('\nFix: ')[1]).toContain(fix)
      expect(scene.sandbox.requests).toEqual([])
    }),
  )

  it.concurrent('a file whose name holds a space, and another that lies there, is found by its name', () =>
    inScene({ files: { 'a.iso b.iso': 'one', 'a.iso': 'other' } }, async (scene) => {
      const run = await scene.sign({ with: { files: 'a.iso b.iso', 'upload-artifact': 'false' } })
      expect(run.written).toEqual(['a.iso b.iso.pem', 'a.iso b.iso.sig', 'a.iso b.iso.sigstore.json'])
    }),
  )
})

describe('verifying', () => {
  let scene: VerifyScene
  beforeAll(async () => {
    scene = await newScene()
    const old = { base64Signature: 'AAAA', cert: 'AAAA', rekorBundle: { SignedEntryTimestamp: 'AAAA', Payload: {} } }
    scene.write('old.bundle', JSON.stringify(old))
    scene.write('y.iso', 'y.iso')
    scene.write('y.iso.bundle', JSON.stringify(old))
  })

  it.concurrent.each<[string, ErrorCode, Inputs, string]>([
    ['a bundle of an old cosign', 'E_BUNDLE_KIND', { bundle: 'old.bundle' }, 'cosign bundle create --artifact'],
    ['a bundle under another name', 'E_BUNDLE_NOT_FOUND', { files: 'y.iso' }, "bundle: 'y.iso.bundle'"],
    [
      'the name that GitHub shows for the workflow',
      'E_INPUT',
      { files: 'gone.iso', identity: '', repository: 'o/r', workflow: 'Release', ref: 'refs/tags/v1' },
      'such as release.yml, not the name that GitHub shows',
    ],
  ])('%s', async (_, code, inputs, fix) => {
    const result = await scene.verify(inputs)
    expectRefused(result, code)
    expect(annotation(result).split('\nFix: ')[1]).toContain(fix)
  })
})
