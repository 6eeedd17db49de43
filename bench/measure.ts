/*
 * Owns one measured run of the built sign action against a sandbox. Must not judge the figures.
 */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { ACTION_FILE, DIST, runStep } from '../sandbox/runner/run-step.ts'

/** Measure is what one run cost: wall milliseconds, peak resident bytes. */
export interface Measure {
  readonly milliseconds: number
  readonly peakMemory: number
}

/** signFiles signs the files (absolute paths) in a workspace of its own; throws when the action fails. */
export async function signFiles(sandbox: Sandbox, files: readonly string[]): Promise<Measure> {
  const workspace = mkdtempSync(path.join(tmpdir(), 'keyless-sign-bench-'))
  try {
    for (const file of files) symlinkSync(file, path.join(workspace, path.basename(file)))
    const run = await runStep({
      dist: DIST.sign,
      actionFile: ACTION_FILE.sign,
      with: {
        'artifact-name': path.basename(workspace),
        files: files.map((file) => path.basename(file)).join('\n'),
        'trusted-root': sandbox.trustedRootPath,
        'signing-config': sandbox.signingConfigPath,
      },
      environment: sandbox.environment,
      workspace,
      limit: 300_000,
    })
    if (run.exitCode !== 0) throw new Error(`the action failed:\n${run.stdout}${run.stderr}`)
    return { milliseconds: run.milliseconds, peakMemory: run.peakMemory ?? Number.NaN }
  } finally {
    rmSync(workspace, { recursive: true, force: true })
  }
}
