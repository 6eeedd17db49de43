/* Runs steps by hand, as `npm run sandbox -- sign FILE` does. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { readStep } from '../../sandbox/by-hand.ts'
import { temporaryDirectory, writeFiles } from '../support/builders.ts'

const main = path.resolve(import.meta.dirname, '../../sandbox/main.ts')
const run = (directory: string, ...words: readonly string[]) =>
  spawnSync(process.execPath, [main, ...words], {
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: directory, NO_COLOR: '1' },
  })

describe('a step by hand', () => {
  it('signs and verifies in the directory that the command was given in, and shows log, outputs and summary', () => {
    const directory = temporaryDirectory()
    writeFiles(directory, { 'x.iso': 'an image', 'y.iso': 'another' })
    const signed = run(directory, 'sign', 'x.iso', 'y.iso', 'upload-artifact=false')
    expect([signed.status, signed.stderr]).toEqual([0, ''])
    for (const part of ['The log of the sign step', 'signed: true', 'Signed 2 files'])
      expect(signed.stdout).toContain(part)
    expect(signed.stdout).not.toContain('artifact-name')
    const verified = run(directory, 'verify', 'x.iso', 'y.iso')
    expect([verified.status, verified.stderr]).toEqual([0, ''])
    for (const part of ['verified: true', 'Verified 2 files']) expect(verified.stdout).toContain(part)
  })

  it('verifies what earlier sandboxes signed in the same directory, with either Rekor', () => {
    const directory = temporaryDirectory()
    writeFiles(directory, { 'x.iso': 'an image', 'y.iso': 'another' })
    expect(run(directory, 'sign', 'x.iso').status).toBe(0)
    expect(run(directory, 'sign', 'y.iso', 'rekor-version=2').status).toBe(0)
    expect(run(directory, 'verify', '*.iso').status).toBe(0)
  })

  it('attaches to a release that it makes, as the job of whom the runner speaks', () => {
    const directory = temporaryDirectory()
    writeFiles(directory, { 'x.iso': 'an image' })
    const dry = run(directory, 'sign', 'x.iso', 'release-tag=v1', 'dry-run=true')
    expect([dry.status, dry.stdout]).toEqual([
      0,
      expect.stringMatching(/^Would be signed as https:\/\/github\.com\/\S+@/m),
    ])
    const { status, stdout } = run(directory, 'sign', 'x.iso', 'release-tag=v1')
    expect(status).toBe(0)
    for (const name of ['x.iso.sig', 'x.iso.pem', 'x.iso.sigstore.json'])
      expect(stdout).toMatch(new RegExp(`^${name.replaceAll('.', String.raw`\.`)} \\([0-9]+ bytes\\)$`, 'm'))
  })

  it('ends with the exit code of the step', () => {
    const directory = temporaryDirectory()
    writeFiles(directory, { 'x.iso': 'an image' })
    expect(run(directory, 'sign', 'x.iso').status).toBe(0)
    writeFileSync(path.join(directory, 'x.iso'), 'another image')
    const { status, stdout } = run(directory, 'verify', 'x.iso')
    expect([status, stdout.includes('error-code: E_DIGEST_MISMATCH')]).toEqual([1, true])
  })
})

describe('the words of a step', () => {
  it.each([
    [['sign', 'a.iso', 'b.iso'], { action: 'sign', inputs: { files: 'a.iso\nb.iso' } }],
    [['verify', 'a.iso', 'ref=refs/tags/a=b'], { action: 'verify', inputs: { files: 'a.iso', ref: 'refs/tags/a=b' } }],
    [
      ['sign', 'checksums=SHA256SUMS', 'summary='],
      { action: 'sign', inputs: { checksums: 'SHA256SUMS', summary: '' } },
    ],
    [['sign', './a=b.iso'], { action: 'sign', inputs: { files: './a=b.iso' } }],
    [['sign', 'a.iso', 'files=b.iso'], undefined],
    [['sign'], undefined],
    [['--run', 'true'], undefined],
    [[], undefined],
  ])('%j are %j', (words, step) => {
    expect(readStep(words)).toEqual(step)
  })
})
