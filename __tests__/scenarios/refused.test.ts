/*
 * The refusals that both built verifiers are for: another file, another signer, a signature or a log entry that is not what it
 * says. Every other one, once each, is in refusals/.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { IDENTITY, newForge } from '../../sandbox/forge.ts'
import type { ErrorCode } from '../../src/core/shared/errors.ts'
import { expectRefused as expectRefusedAtTerminal, newCliScene, type CliScene } from './verify-cli-scene.ts'
import { annotation, expectRefused } from './verify-scene.ts'

let scene: CliScene
beforeAll(async () => {
  scene = await newCliScene()
  await scene.sign('signature.iso', { signed: 'something else' })
  const bundle = readFileSync(path.join(scene.workspace, 'x.iso.sigstore.json'), 'utf8')
  scene.write('flipped.iso', 'x.isp')
  scene.write('flipped.iso.sigstore.json', bundle)
  scene.write('proof.json', bundle.replace(/"hashes":\[[^\]]*\]/, '"hashes":[]'))
  const stranger = await newForge()
  scene.write('stranger.json', JSON.stringify(await stranger.bundle({ content: 'x.iso', timestamp: false })))
})

type Wrong = readonly [code: ErrorCode, file: string, inputs: Readonly<Record<string, string>>, text: string]

const wrong: Readonly<Record<string, Wrong>> = {
  'another file': ['E_DIGEST_MISMATCH', 'flipped.iso', { identity: IDENTITY }, 'flipped.iso'],
  'another signer': ['E_CERT_IDENTITY', 'x.iso', { identity: `${IDENTITY}x` }, 'v1.0.0x'],
  'no signer who is wanted': ['E_POLICY_MISSING', 'x.iso', {}, 'release.yml'],
  'the signature of something else': ['E_SIGNATURE', 'signature.iso', { identity: IDENTITY }, 'signature.iso'],
  'a certificate of an unknown authority': [
    'E_CERT_CHAIN',
    'x.iso',
    { identity: IDENTITY, bundle: 'stranger.json' },
    'x.iso',
  ],
  'an entry that the log does not prove': [
    'E_REKOR_PROOF',
    'x.iso',
    { identity: IDENTITY, bundle: 'proof.json' },
    'x.iso',
  ],
}

describe.each(Object.entries(wrong))('%s', (_, [code, file, inputs, text]) => {
  it.concurrent('is refused by the verify action', async () => {
    const result = await scene.verify({ identity: '', ...inputs, files: file })
    expectRefused(result, code)
    expect(annotation(result)).toContain(text)
  })

  it.concurrent('is refused by keyless-verify', async () => {
    const flags = Object.entries(inputs).flatMap(([name, value]) => [`--${name}`, value])
    const result = await scene.run([file, ...flags])
    expectRefusedAtTerminal(result, code)
    expect(result.stderr).toContain(text)
  })
})
