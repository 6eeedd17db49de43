/*
 * Owns one scene for the built sign action: a sandbox and a workspace of their own, the runs in them, and what every run
 * owes whatever happens. Must not know any scenario.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'
import type { RouteName } from '../../sandbox/routes.ts'
import { ACTION_FILE, DIST, runStep, type ActionResult, type ActionRun } from '../../sandbox/runner/run-step.ts'
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.ts'
import { temporaryDirectory, writeFiles } from '../support/builders.ts'
import { verifyIndependently } from '../support/independent-verification.ts'
import { expectFailure, expectHarmless, expectSuccess, requestsOf } from '../support/oracles.ts'

/** Step is what one run of the action gets beside what the scene gives to every run. */
export interface Step extends Pick<ActionRun, 'environment' | 'expressions' | 'preloads' | 'started' | 'limit'> {
  readonly with?: Readonly<Record<string, string>>
  /** Bytes of memory that the process may take, where the limit of every run is not meant. */
  readonly memory?: number
}

/** Run is what one run of the action did. */
export interface Run extends ActionResult {
  /** Names below the workspace that are new, or whose content changed; in order. */
  readonly written: readonly string[]
}

/** Scene is a workspace and a sandbox in which the action runs as often as a test likes. */
export interface Scene {
  readonly sandbox: Sandbox
  readonly workspace: string
  /** Runs the action with the sandbox's trust files and `files: x.iso`, unless the step says otherwise. */
  sign(step?: Step): Promise<Run>
}

/** SceneOptions are the sandbox's, and the files of the workspace: `x.iso` where left out. */
export interface SceneOptions extends SandboxOptions {
  readonly files?: Readonly<Record<string, string | Uint8Array>>
}

/** inScene plays one scene and takes it down. */
export async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  const workspace = temporaryDirectory()
  writeFiles(workspace, options.files ?? { 'x.iso': 'an image' })
  const sandbox = await startSandbox(options)
  try {
    await play({ sandbox, workspace, sign: (step = {}) => sign(sandbox, workspace, step) })
  } finally {
    await sandbox.close()
  }
}

async function sign(sandbox: Sandbox, workspace: string, step: Step): Promise<Run> {
  const before = contents(workspace)
  const result = await runStep({
    ...step,
    dist: DIST.sign,
    actionFile: ACTION_FILE.sign,
    workspace,
    environment: { ...sandbox.environment, ...step.environment },
    with: {
      files: 'x.iso',
      'trusted-root': sandbox.trustedRootPath,
      'signing-config': sandbox.signingConfigPath,
      ...step.with,
    },
  })
  expect(result.isKilled).toBe(false)
  expectHarmless(step.memory === undefined ? result : { ...result, peakMemory: undefined }, sandbox, workspace)
  if (step.memory !== undefined) expect(result.peakMemory).toBeLessThanOrEqual(step.memory)
  expect(readdirSync(path.join(sandbox.directory, 'runner-temp'))).toEqual([])
  const after = contents(workspace)
  return { ...result, written: [...after.keys()].filter((name) => before.get(name) !== after.get(name)).sort() }
}

/** Files and links below a directory with their content; images are as large as they like, and never written. */
function contents(directory: string): ReadonlyMap<string, string> {
  const found = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((each) => !each.isDirectory())
  return new Map(
    found.map((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const isImage = !entry.isFile() || file.endsWith('.iso')
      return [path.relative(directory, file), isImage ? entry.name : readFileSync(file, 'latin1')]
    }),
  )
}

/** signatureFiles returns the names of the three files of each signed file, in the order of `written`. */
export function signatureFiles(...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [`${name}.pem`, `${name}.sig`, `${name}.sigstore.json`]).sort()
}

/** expectSigned asserts a success that wrote the files of these names beside them, and that a second opinion agrees. */
export function expectSigned({ sandbox, workspace }: Scene, run: Run, ...names: readonly string[]): void {
  expectSuccess(run)
  expect(run.outputs['signed']).toBe('true')
  expect(run.written).toEqual(signatureFiles(...names))
  for (const name of names) verifyIndependently(path.join(workspace, name), sandbox)
}

/** expectRefused asserts a failure with this code that wrote nothing and says so. */
export function expectRefused(run: Run, code: string, text: string | RegExp = ''): void {
  expectFailure(run, code)
  expect(errorOf(run)).toMatch(text)
  if (!code.startsWith('E_ENV')) expect(run.outputs['signed']).toBe('false')
  expect(run.written).toEqual([])
}

/** errorOf returns the text of the error annotation. */
export function errorOf(run: Run): string {
  return run.commands.find(({ name }) => name === 'error')?.data ?? ''
}

/** warningsOf returns the texts of all warnings. */
export function warningsOf(run: Run): readonly string[] {
  return run.commands.filter(({ name }) => name === 'warning').map(({ data }) => data)
}

/** noticesOf returns the texts of all notices. */
export function noticesOf(run: Run): readonly string[] {
  return run.commands.filter(({ name }) => name === 'notice').map(({ data }) => data)
}

/** count returns how many requests a route got. */
export function count(sandbox: Sandbox, route: RouteName): number {
  return requestsOf(sandbox, route).length
}

/** routes returns the routes of all requests, in order of arrival. */
export function routes(sandbox: Sandbox): readonly (RouteName | undefined)[] {
  return sandbox.requests.map(({ route }) => route)
}
