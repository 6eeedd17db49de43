/*
 * Owns one scene for the built keyless-verify: what a forge has signed, in a directory without anything else, and what every
 * run owes. Must not know any scenario.
 */
import { expect } from '@jest/globals'
import { IDENTITY } from '../../sandbox/forge.ts'
import { runCli, type CliResult, type CliRun } from '../../sandbox/runner/run-cli.ts'
import type { ErrorCode } from '../../src/core/shared/errors.ts'
import { ONLY_IN_A_WORKFLOW } from '../support/words.ts'
import { newScene, type VerifyScene } from './verify-scene.ts'

/** SIGNER are the flags that say who signed everything in a scene. */
export const SIGNER = ['--identity', IDENTITY]

/** CliScene is a scene whose files are verified at a terminal. */
export interface CliScene extends VerifyScene {
  /** Runs keyless-verify with the forge's trusted root. */
  run(args: readonly string[], how?: Partial<Omit<CliRun, 'args'>>): Promise<CliResult>
  /** Runs keyless-verify with these arguments and no others. */
  runBare(args: readonly string[], how?: Partial<Omit<CliRun, 'args'>>): Promise<CliResult>
}

/** newCliScene returns a scene with a signed `x.iso`. */
export async function newCliScene(): Promise<CliScene> {
  const scene = await newScene()
  const runBare: CliScene['runBare'] = (args, how) => runCli({ directory: scene.workspace, args, ...how })
  return { ...scene, runBare, run: (args, how) => runBare(['--trusted-root', 'root.json', ...args], how) }
}

/** expectAccepted asserts exit code 0, and silence but for what was verified. */
export function expectAccepted(result: CliResult): void {
  expect(result).toMatchObject({ exitCode: 0, stderr: '' })
}

/** expectRefused asserts the exit code, the error code, a fix, and that both are in words of a terminal. */
export function expectRefused(result: CliResult, code: ErrorCode, exitCode = 1): void {
  expect({ ...result, milliseconds: 0 }).toEqual({
    exitCode,
    stdout: '',
    stderr: expect.stringMatching(new RegExp(`^keyless-verify: ${code}: (?!Fix:)\\S[^]*\\nFix: \\S[^]*\\n$`)),
    milliseconds: 0,
  })
  expect(result.stderr).not.toMatch(/TypeError|undefined|\[object| {4}at /)
  // Flags and addresses are no words of ours.
  const words = result.stderr.replaceAll(/--[\w-]+|https:\/\/\S+/g, '')
  expect(words).not.toMatch(ONLY_IN_A_WORKFLOW)
}
