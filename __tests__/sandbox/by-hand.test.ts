/* Runs steps by hand, as `npm run sandbox -- sign FILE` does. */
import { execFile } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { readStep } from '../../sandbox/by-hand.ts'
import { temporaryDirectory, writeFiles } from '../support/builders.ts'
import { COMPILED } from '../support/compiled.ts'

const main = path.resolve(import.meta.dirname, '../../sandbox/main.ts')

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

const run = (directory: string, ...words: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, ...COMPILED, INIT_CWD: directory, NO_COLOR: '1' }
    const child = execFile(process.execPath, [main, ...words], { env }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout, stderr }),
    )
  })

/** What one step signed, for all tests that need something signed: each works in a copy. */
const original = temporaryDirectory()
let signed: Ended
beforeAll(async () => {
  writeFiles(original, { 'x.iso': 'an image', 'y.iso': 'another' })
  signed = await run(original, 'sign', 'x.iso', 'y.iso', 'upload-artifact=false')
})
const copied = (): string => {
  const directory = temporaryDirectory()
  cpSync(original, directory, { recursive: true })
  return directory
}

describe('a step by hand', () => {
  it.concurrent(
    'signs and verifies in the directory that the command was given in, and shows log, outputs and summary',
    async () => {
      expect([signed.status, signed.stderr]).toEqual([0, ''])
      for (const part of ['The log of the sign step', 'signed: true', 'Signed 2 files'])
        expect(signed.stdout).toContain(part)
      expect(signed.stdout).not.toContain('artifact-name')
      const verified = await run(copied(), 'verify', 'x.iso', 'y.iso')
      expect([verified.status, verified.stderr]).toEqual([0, ''])
      for (const part of ['verified: true', 'Verified 2 files']) expect(verified.stdout).toContain(part)
    },
  )

  it.concurrent('verifies what earlier sandboxes signed in the same directory, with either Rekor', async () => {
    const directory = copied()
    writeFiles(directory, { 'z.iso': 'a third' })
    expect((await run(directory, 'sign', 'z.iso', 'rekor-version=2')).status).toBe(0)
    const { status, stdout } = await run(directory, 'verify', '*.iso')
    expect([status, stdout]).toEqual([0, expect.stringContaining('Verified 3 files')])
  })

  it.concurrent('attaches to a release that it makes, as the job of whom the runner speaks', async () => {
    const directory = temporaryDirectory()
    writeFiles(directory, { 'x.iso': 'an image' })
    const dry = await run(directory, 'sign', 'x.iso', 'release-tag=v1', 'dry-run=true')
    expect([dry.status, dry.stdout]).toEqual([
      0,
      expect.stringMatching(/^Would be signed as https:\/\/github\.com\/\S+@/m),
    ])
    const { status, stdout } = await run(directory, 'sign', 'x.iso', 'release-tag=v1')
    expect(status).toBe(0)
    for (const name of ['x.iso.sig', 'x.iso.pem', 'x.iso.sigstore.json'])
      expect(stdout).toMatch(new RegExp(`^${name.replaceAll('.', String.raw`\.`)} \\([0-9]+ bytes\\)$`, 'm'))
  })

  it.concurrent('ends with the exit code of the step', async () => {
    const directory = copied()
    writeFileSync(path.join(directory, 'x.iso'), 'another image')
    const { status, stdout } = await run(directory, 'verify', 'x.iso')
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
