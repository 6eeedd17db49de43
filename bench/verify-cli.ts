/*
 * Owns what keyless-verify costs: time and peak memory on the large sample beside the plain hash, and the time from its start
 * to a refusal. Times are for reading, since the machine decides them; the peak is judged. Must leave nothing behind.
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { writeSample } from '../sandbox/demo/sample.ts'
import { hashWithOpenssl } from '../sandbox/openssl.ts'
import { costIn, costVariables } from '../sandbox/runner/cost.ts'
import { runCli } from '../sandbox/runner/run-cli.ts'
import { ACTION_FILE, DIST, runStep } from '../sandbox/runner/run-step.ts'
import { startSandbox } from '../sandbox/sandbox.ts'
import { median } from './statistics.ts'
import { MEBIBYTE } from './tables.ts'

const ROUNDS = 5

/** CLI_PEAK_LIMIT is the bar for peak resident memory, in bytes. */
export const CLI_PEAK_LIMIT = 100 * MEBIBYTE

/** CliCost is what was measured; times in milliseconds, medians. */
export interface CliCost {
  /** Of `openssl dgst -sha256`, and of keyless-verify, on the same file of 1.6 GB. */
  readonly hash: number
  readonly verify: number
  /** From the start of the process to its end, on a small file with one byte changed. */
  readonly refusal: number
  /** Bytes, on the large file. */
  readonly peakMemory: number
}

/** costOfCli measures keyless-verify in an empty directory. */
export async function costOfCli(directory: string): Promise<CliCost> {
  mkdirSync(directory)
  await writeSample(path.join(directory, 'release.iso'))
  writeFileSync(path.join(directory, 'small.iso'), 'small')
  const flags = await sign(directory)
  writeFileSync(path.join(directory, 'small.iso'), 'smalL')
  const hash: number[] = []
  const verify: number[] = []
  const refusal: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const times = [
      hashWithOpenssl(path.join(directory, 'release.iso')) ?? Number.NaN,
      await run(directory, ['release.iso', ...flags], 0),
      await run(directory, ['small.iso', ...flags], 1),
    ]
    // In the first round the file is not yet in the page cache.
    if (round > 0) for (const [index, list] of [hash, verify, refusal].entries()) list.push(times[index] ?? Number.NaN)
  }
  const cost = path.join(directory, 'cost')
  await run(directory, ['release.iso', ...flags], 0, costVariables(cost))
  const peakMemory = costIn(cost).peakMemory ?? Number.NaN
  return { hash: median(hash), verify: median(verify), refusal: median(refusal), peakMemory }
}

/** Signs both files with the action, against a sandbox, and returns the flags that verify them. */
async function sign(workspace: string): Promise<readonly string[]> {
  const sandbox = await startSandbox()
  try {
    const { exitCode, outputs, stdout } = await runStep({
      dist: DIST.sign,
      actionFile: ACTION_FILE.sign,
      environment: sandbox.environment,
      workspace,
      with: {
        files: '*.iso',
        'upload-artifact': 'false',
        'trusted-root': sandbox.trustedRootPath,
        'signing-config': sandbox.signingConfigPath,
      },
    })
    if (exitCode !== 0) throw new Error(`the action failed:\n${stdout}`)
    // It goes with the sandbox.
    copyFileSync(sandbox.trustedRootPath, path.join(workspace, 'trusted_root.json'))
    const { identity = '', issuer = '' } = outputs
    return ['--identity', identity, '--issuer', issuer, '--trusted-root', 'trusted_root.json']
  } finally {
    await sandbox.close()
  }
}

async function run(
  directory: string,
  args: readonly string[],
  expected: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  const { exitCode, milliseconds, stdout, stderr } = await runCli({ directory, args, environment })
  if (exitCode !== expected) throw new Error(`keyless-verify ended with ${exitCode ?? 'a signal'}:\n${stdout}${stderr}`)
  return milliseconds
}
