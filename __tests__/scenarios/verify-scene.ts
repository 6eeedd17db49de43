/*
 * Owns one scene for the built verify action: a workspace with what a forge has signed, the runs in it, and what every
 * run owes. Must not know any scenario.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'
import { IDENTITY, ISSUER, newForge, type Forge, type ForgeOptions } from '../../sandbox/forge.ts'
import { observe } from '../../sandbox/oracles/evidence.ts'
import { type Allowances, problemsOf } from '../../sandbox/oracles/oracles.ts'
import { ACTION_FILE, DIST, runStep, type ActionResult, type ActionRun } from '../../sandbox/runner/run-step.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
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
  verify(inputs?: Inputs, step?: VerifyStep): Promise<ActionResult>
}

/** VerifyStep is what one run gets beside its inputs, and what the scenario does to it. */
export interface VerifyStep
  extends Pick<ActionRun, 'environment' | 'launcher' | 'limit' | 'preloads' | 'started'>, Allowances {
  /** What the run can reach, and whose trusted root the second opinion takes where the inputs name none. */
  readonly sandbox?: Sandbox
}

/** JOB are the variables that a runner sets for a deploy job, which gets no token. */
const JOB = {
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'workflow_dispatch',
  GITHUB_REPOSITORY: 'octo-org/deploy',
  GITHUB_SHA: '0'.repeat(40),
  GITHUB_RUN_ID: '1',
}

/** newScene returns a scene with a signed `x.iso`. */
export async function newScene(allowances: Pick<Allowances, 'shared'> = {}): Promise<VerifyScene> {
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
    verify: (inputs = {}, step = {}) =>
      verifyIn(
        workspace,
        { files: 'x.iso', identity: IDENTITY, 'trusted-root': 'root.json', ...inputs },
        { ...allowances, ...step },
      ),
  }
  writeFileSync(path.join(workspace, 'root.json'), JSON.stringify(forge.trustedRoot))
  await scene.sign('x.iso')
  return scene
}

/** verifyIn runs the action with just these inputs, and asks every oracle. */
export async function verifyIn(workspace: string, inputs: Inputs, step: VerifyStep = {}): Promise<ActionResult> {
  const { sandbox, memory, meddled, shared, results, ...run } = step
  const environment = { ...JOB, ...step.environment }
  const evidence = await observe({ action: 'verify', workspace, ...(sandbox && { sandbox }) }, () =>
    runStep({ ...run, dist: DIST.verify, actionFile: ACTION_FILE.verify, environment, workspace, with: inputs }),
  )
  const root = inputs['trusted-root'] ?? ''
  const trustedRoot = root === '' ? (sandbox?.trustedRootPath ?? '') : path.resolve(workspace, root)
  const allowances = {
    ...(memory && { memory }),
    ...(meddled && { meddled }),
    ...(shared && { shared }),
    ...(results === false && { results }),
  }
  expect(problemsOf(evidence, { trustedRoot, identity: IDENTITY, issuer: ISSUER }, allowances)).toEqual([])
  return evidence.result
}

/** expectVerified asserts success, the output `verified`, and that no error was printed. */
export function expectVerified(result: ActionResult): void {
  expectSuccess(result)
  expect(result.outputs['verified']).toBe('true')
  expect(result.outputs['error-code']).toBeUndefined()
}

/** expectRefused asserts the code, the one annotation, and that no output says anything else than that. */
export function expectRefused(result: ActionResult, code: ErrorCode): void {
  expectFailure(result, code)
  expect(result.outputs).toEqual({ verified: 'false', 'error-code': code })
  expect(result.summary).toBe('')
}

/** annotation returns the text of the error that a run printed. */
export function annotation(result: ActionResult): string {
  return result.commands.find(({ name }) => name === 'error')?.data ?? ''
}
