/*
 * Owns the job summaries to look at, each written by a run of dist/. Must not judge them.
 */
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { PublicSandbox } from './public-sandbox.ts'

/** Summary is one job summary, and what it is of. */
export interface Summary {
  readonly name: string
  readonly markdown: string
  /** Whether a name has more than 40 characters, which is what a line of the table has room for. */
  readonly hasLongNames: boolean
}

/** PICTURED is the name of the summary that the README shows. */
export const PICTURED = 'one file, signed'

/** The files of every run with their sizes in bytes; they hold nothing. */
const runs: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'one file': { 'example-1.0.0-x86_64.iso': 1_600_000_000 },
  'a name of 40 characters': { 'example-installer-24.05.3-x86_64-gpt.iso': 99_900_000 },
  'a name of 200 characters': { [`${'long-name_'.repeat(10)}${'x'.repeat(96)}.iso`]: 1 },
  'four files': {
    'dist/example-1.0.0-aarch64.iso': 300_000_000,
    'dist/example-1.0.0-x86_64.iso': 310_000_000,
    'dist/example-1.0.0.tar.gz': 52_000_000,
    'dist/SHA256SUMS': 318,
  },
  'two files of one name': { 'aarch64/example.iso': 5, 'x86_64/example.iso': 6 },
}

/** writeSummaries returns the summaries of signing and of verifying each run's files. */
export async function writeSummaries(sandbox: PublicSandbox): Promise<readonly Summary[]> {
  const summaries: Summary[] = []
  for (const [name, files] of Object.entries(runs)) {
    const workspace = mkdtempSync(path.join(tmpdir(), 'keyless-sign-summaries-'))
    try {
      for (const [file, size] of Object.entries(files)) makeFile(path.join(workspace, file), size)
      const inputs = { files: Object.keys(files).join('\n') }
      const signed = await sandbox.run('sign', workspace, inputs)
      const { identity = '' } = signed.outputs
      const verified = await sandbox.run('verify', workspace, { ...inputs, identity })
      const hasLongNames = Object.keys(files).some((file) => path.basename(file).length > 40)
      summaries.push({ name: `${name}, signed`, markdown: signed.summary, hasLongNames })
      summaries.push({ name: `${name}, verified`, markdown: verified.summary, hasLongNames })
    } finally {
      rmSync(workspace, { recursive: true, force: true })
    }
  }
  return summaries
}

function makeFile(file: string, size: number): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, '')
  truncateSync(file, size)
}
