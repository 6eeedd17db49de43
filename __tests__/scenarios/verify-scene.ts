/*
 * Owns one scene for the built verify action: a workspace with what a forge has signed, the runs in it, and what every
 * run owes. Must not know any scenario.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'
import { IDENTITY, newForge, type Forge, type ForgeOptions } from '../../sandbox/forge.ts'
import { ACTION_FILE, DIST, runStep, type ActionResult } from '../../sandbox/runner/run-step.ts'
import { PEAK_LIMIT } from '../../bench/promises.ts'
import type { ErrorCode } from '../../src/core/shared/errors.ts'
import { temporaryDirectory, writeFiles } from '../support/builders.ts'
import { expectFailure, expectSuccess } from '../support/oracles.ts'

/** Inputs of a step, by the names of action.yml. */
export type Inputs = Readonly<Record<string, string>>

/** VerifyScene is a workspace with `root.json`, the forge's trusted root. */
export interface VerifyScene {
  readonly workspace: string
  readonly forge: Forge
  /** Writes a file and its bundle; the content is the name unless the options say otherwise. */
  sign(name: string, options?: ForgeOptions): Promise<void>
  write(name: string, content: string | Uint8Array): void
  /** Runs the action with `files: x.iso`, the exact identity and the forge's trusted root, unless the inputs say otherwise. */
  verify(inputs?: Inputs): Promise<ActionResult>
}

/** JOB are the variables that a runner sets for a deploy job, which gets no token. */
export const JOB = {
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'workflow_dispatch',
  GITHUB_REPOSITORY: 'octo-org/deploy',
  GITHUB_SHA: '0'.repeat(40),
  GITHUB_RUN_ID: '1',
}

/** newScene returns a scene with a signed `x.iso`. */
export async function newScene(): Promise<VerifyScene> {
  const workspace = temporaryDirectory()
  const forge = await newForge()
  const write = (name: string, content: string | Uint8Array): void => {
    writeFiles(workspace, { [name]: content })
  }
  const scene: VerifyScene = {
    workspace,
    forge,
    write,
    async sign(name, options = {}) {
      const { content = name } = options
      write(name, content)
      write(`${name}.sigstore.json`, JSON.stringify(await forge.bundle({ ...options, content })))
    },
    verify: (inputs = {}) =>
      runStep({
        dist: DIST.verify,
        actionFile: ACTION_FILE.verify,
        environment: JOB,
        workspace,
        with: { files: 'x.iso', identity: IDENTITY, 'trusted-root': 'root.json', ...inputs },
      }),
  }
  writeFileSync(path.join(workspace, 'root.json'), JSON.stringify(forge.trustedRoot))
  await scene.sign('x.iso')
  return scene
}

const ALLOWED_COMMANDS = ['debug', 'error', 'notice', 'warning']

/** expectVerified asserts success, the output `verified`, and that no error was printed. */
export function expectVerified(result: ActionResult): void {
  expectSuccess(result)
  expect(result.outputs['verified']).toBe('true')
  expect(result.outputs['error-code']).toBeUndefined()
  expectOrderly(result)
}

/** expectRefused asserts the code, the one annotation, and that no output says anything else than that. */
export function expectRefused(result: ActionResult, code: ErrorCode): void {
  expectFailure(result, code)
  expect(result.outputs).toEqual({ verified: 'false', 'error-code': code })
  expect(result.summary).toBe('')
  expectOrderly(result)
}

/** annotation returns the text of the error that a run printed. */
export function annotation(result: ActionResult): string {
  return result.commands.find(({ name }) => name === 'error')?.data ?? ''
}

function expectOrderly(result: ActionResult): void {
  expect(result.commands.map(({ name }) => name).filter((name) => !ALLOWED_COMMANDS.includes(name))).toEqual([])
  expect(result.stdout).not.toMatch(/TypeError|undefined|\[object/)
  expect(result.peakMemory ?? 0).toBeLessThanOrEqual(PEAK_LIMIT)
}
