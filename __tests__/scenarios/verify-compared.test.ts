/* What the built verify action says that it compared: an input that an expression left empty drops no check unseen. */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { IDENTITY, ISSUER } from '../../sandbox/forge.ts'
import { annotation, expectRefused, expectVerified, newScene, type VerifyScene } from './verify-scene.ts'

let scene: VerifyScene

beforeAll(async () => {
  scene = await newScene()
  await scene.sign('y.iso')
})

const compared = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('Compared'))

describe('the log and the summary say once a run', () => {
  it.concurrent('what was compared, and which inputs said nothing', async () => {
    const result = await scene.verify({ files: '*.iso', 'source-ref': '', environment: ' ' })
    expectVerified(result)
    const [line, ...others] = compared(result.stdout)
    for (const part of [
      `identity '${IDENTITY}'`,
      `issuer '${ISSUER}'`,
      "source repository 'https://github.com/octo-org/example-iso'",
      "not set: 'checksums', 'signature', 'certificate', 'source-ref', 'source-digest', 'environment'",
    ]) {
      expect(line).toContain(part)
    }
    expect(others).toEqual([])
    expect(compared(result.summary)).toEqual([
      expect.stringMatching(/release\.yml&#64;refs\/tags\/v1\.0\.0.*; not compared, .*source-ref/),
    ])
  })

  it.concurrent('every extension that was compared', async () => {
    const { stdout } = await scene.verify({ 'source-ref': 'refs/tags/v1.0.0', 'runner-environment': 'github-hosted' })
    const [line] = compared(stdout)
    expect(line).toContain(", source ref 'refs/tags/v1.0.0', runner environment 'github-hosted'; not compared")
    expect(line?.split('; not compared')[1]).not.toContain('source-ref')
  })

  it.concurrent("that it was by digest only, where 'files' came out empty beside 'checksums'", async () => {
    const sums = `${createHash('sha256').update('x.iso').digest('hex')}  x.iso`
    const result = await scene.verify({ files: '', checksums: sums })
    expectVerified(result)
    for (const text of [result.stdout, result.summary]) {
      expect(compared(text)).toEqual([expect.stringContaining('by digest only')])
    }
  })
})

it('a comparison that is misspelt ends the run: it would be left out', async () => {
  const misspelt = await scene.verify({ 'source-digset': '0'.repeat(40) })
  expectRefused(misspelt, 'E_INPUT')
  expect(annotation(misspelt)).toContain("did you mean 'source-digest'")
})
