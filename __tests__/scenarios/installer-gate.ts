/*
 * Owns what the example gates of an installer must do, whatever shell they are written in: let the pinned image pass when the
 * pinned verifier says so, and end in everything else, with nothing in the environment but the way to a Node.
 */
import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { copyFileSync, linkSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { IDENTITY, newForge } from '../../sandbox/forge.ts'
import { CLI, NODE } from '../../sandbox/runner/run-cli.ts'
import { temporaryDirectory } from '../support/builders.ts'

/** Gate is one example, the program that runs it, and the tools that it needs beside Node (absolute paths). */
export interface Gate {
  readonly script: string
  readonly command: readonly [string, ...string[]]
  readonly tools: readonly string[]
}

const root = path.resolve(import.meta.dirname, '../..')
const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** describeGate shows that a gate opens for what is right, and for nothing else. */
export function describeGate({ script, command: [program, ...options], tools }: Gate): void {
  let directory: string
  const inside = (name: string): string => path.join(directory, name)

  /** Writes the example with its pins filled in, as whoever takes it does. */
  function pin(verifier: string, identity: string): void {
    const example = readFileSync(path.join(root, 'examples', script), 'utf8')
    const pinned = example
      .replace('0'.repeat(64), verifier)
      .replace('https://github.com/OWNER/REPO/.github/workflows/release.yml@refs/tags/v1.2.3', identity)
    expect(pinned).not.toMatch(/0{64}|OWNER/)
    writeFileSync(inside(script), pinned)
  }

  function run(more: { readonly node?: boolean } = {}): Promise<Ended> {
    const bin = temporaryDirectory()
    if (more.node !== false && process.platform === 'win32') linkSync(NODE, path.join(bin, 'node.exe'))
    else if (more.node !== false) symlinkSync(NODE, path.join(bin, 'node'))
    for (const tool of tools) symlinkSync(tool, path.join(bin, path.basename(tool)))
    const system = process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }
    const env = { ...system, PATH: bin }
    const child = spawn(program, [...options, script], { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const streams = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (streams.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (streams.stderr += text))
    return new Promise((resolve, reject) => {
      child.on('error', reject).on('close', (exitCode) => resolve({ exitCode, ...streams }))
    })
  }

  function expectShut({ exitCode, stdout }: Ended): void {
    expect(stdout).not.toContain('install from image.iso')
    expect(exitCode).not.toBe(0)
  }

  beforeEach(async () => {
    directory = temporaryDirectory()
    const forge = await newForge()
    writeFileSync(inside('image.iso'), 'an image')
    writeFileSync(inside('image.iso.sigstore.json'), JSON.stringify(await forge.bundle({ content: 'an image' })))
    writeFileSync(inside('trusted_root.json'), JSON.stringify(forge.trustedRoot))
    copyFileSync(CLI, inside('keyless-verify.mjs'))
    pin(sha256(CLI), IDENTITY)
  })

  describe(`the gate ${script}`, () => {
    it('opens for the image that the pinned workflow signed', async () => {
      const { exitCode, stdout, stderr } = await run()
      expect([exitCode, stderr]).toEqual([0, ''])
      expect(stdout).toMatch(/^Verified image\.iso [^]*install from image\.iso\r?\n$/)
    })

    it('is shut for an image with one byte changed', async () => {
      writeFileSync(inside('image.iso'), 'an imagE')
      const ended = await run()
      expectShut(ended)
      expect(ended.stderr).toContain('E_DIGEST_MISMATCH')
    })

    it('is shut for another signer', async () => {
      pin(sha256(CLI), `${IDENTITY}x`)
      const ended = await run()
      expectShut(ended)
      expect(ended.stderr).toContain('E_CERT_IDENTITY')
    })

    it('is shut by another verifier, which is not run', async () => {
      writeFileSync(inside('keyless-verify.mjs'), `console.log('Verified')`)
      const ended = await run()
      expectShut(ended)
      expect(ended.stdout).not.toContain('Verified')
    })

    it.each(['image.iso', 'image.iso.sigstore.json', 'trusted_root.json', 'keyless-verify.mjs'])(
      'is shut without %s',
      async (name) => {
        rmSync(inside(name))
        expectShut(await run())
      },
    )

    it('is shut without a Node', async () => {
      expectShut(await run({ node: false }))
    })
  })
}
