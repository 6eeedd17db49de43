/*
 * Owns one scene for the built sign action: a sandbox and a workspace of their own, the runs in them, and what every run
 * owes whatever happens. Must not know any scenario.
 */
import path from 'node:path'
import { expect } from '@jest/globals'
import { observe, writtenIn } from '../../sandbox/oracles/evidence.ts'
import { type Allowances, problemsOf } from '../../sandbox/oracles/oracles.ts'
import { opinionOf } from '../../sandbox/oracles/second-opinion.ts'
import type { RouteName } from '../../sandbox/routes.ts'
import { ACTION_FILE, DIST, runStep, type ActionResult, type ActionRun } from '../../sandbox/runner/run-step.ts'
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.ts'
import { temporaryDirectory, writeFiles } from '../support/builders.ts'
import { expectFailure, expectSuccess, requestsOf } from '../support/oracles.ts'

/** Step is what one run of the action gets beside what the scene gives to every run, and what the scenario does to it. */
export interface Step
  extends Pick<ActionRun, 'environment' | 'expressions' | 'launcher' | 'limit' | 'preloads' | 'started'>, Allowances {
  readonly with?: Readonly<Record<string, string>>
  /** Absolute path of another workspace than the scene's. */
  readonly workspace?: string
}

/** Run is what one run of the action did. */
export interface Run extends ActionResult {
  /** Names below the workspace that are new, or whose content changed, but for what the scenario meddled with; in order. */
  readonly written: readonly string[]
}

/** Scene is a workspace and a sandbox in which the action runs as often as a test likes. */
export interface Scene {
  readonly sandbox: Sandbox
  readonly workspace: string
  /** Runs the action with the sandbox's trust files and `files: x.iso`, unless the step says otherwise, and asks every oracle. */
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
    await play({ sandbox, workspace, sign: (step = {}) => sign(sandbox, step.workspace ?? workspace, step) })
  } finally {
    await sandbox.close()
  }
}

async function sign(
  sandbox: Sandbox,
  workspace: string,
  { memory, meddled, dies, shared, results, ...step }: Step,
): Promise<Run> {
  const environment = { ...sandbox.environment, ...step.environment }
  const inputs = {
    files: 'x.iso',
    'trusted-root': sandbox.trustedRootPath,
    'signing-config': sandbox.signingConfigPath,
    ...step.with,
  }
  const place = { action: 'sign', workspace, sandbox, attempt: Number(environment['GITHUB_RUN_ATTEMPT']) } as const
  const evidence = await observe(place, () =>
    runStep({ ...step, dist: DIST.sign, actionFile: ACTION_FILE.sign, workspace, environment, with: inputs }),
  )
  const root = inputs['trusted-root']
  const opinion = opinionOf(sandbox, root === '' ? undefined : path.resolve(workspace, root))
  const allowances = {
    ...(memory && { memory }),
    ...(meddled && { meddled }),
    ...(dies && { dies }),
    ...(shared && { shared }),
    ...(results === false && { results }),
  }
  expect(problemsOf(evidence, opinion, allowances, sandbox.artifacts)).toEqual([])
  return { ...evidence.result, written: writtenIn(evidence).filter((name) => meddled?.includes(name) !== true) }
}

/** fromTuf returns the inputs of a run that knows nothing but the TUF repository's URL and its first root. */
export function fromTuf({ sandbox: { urls, tufRootPath } }: Pick<Scene, 'sandbox'>): Readonly<Record<string, string>> {
  return { 'trusted-root': '', 'signing-config': '', 'tuf-url': urls.tuf, 'tuf-root': tufRootPath }
}

/** signatureFiles returns the names of the three files of each signed file, in the order of `written`. */
export function signatureFiles(...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [`${name}.pem`, `${name}.sig`, `${name}.sigstore.json`]).sort()
}

/** expectSigned asserts a success that wrote the files of these names beside them, each a result that the oracles judged. */
export function expectSigned({ workspace }: Scene, run: Run, ...names: readonly string[]): void {
  expectSuccess(run)
  expect(run.outputs['signed']).toBe('true')
  expect(run.written).toEqual(signatureFiles(...names))
  const results = JSON.parse(run.outputs['results'] ?? '') as readonly { readonly file: string }[]
  expect(results.map(({ file }) => path.resolve(workspace, file)).sort()).toEqual(
    names.map((name) => path.join(workspace, name)).sort(),
  )
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
