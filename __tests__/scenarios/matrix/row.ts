/*
 * Owns what a line of the fault matrix is, and how one is played: a scene, faults, one run of the built sign action, and
 * what must be so afterwards. Must not know any line.
 */
import { describe, expect, it } from '@jest/globals'
import type { Fault } from '../../../sandbox/faults.ts'
import type { RouteName } from '../../../sandbox/http.ts'
import type { Claims } from '../../../sandbox/token.ts'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { expectFailure } from '../../support/oracles.ts'
import {
  count,
  errorOf,
  expectRefused,
  expectSigned,
  inScene,
  signatureFiles,
  warningsOf,
  type Run,
  type Scene,
  type SceneOptions,
  type Step,
} from '../sign-scene.ts'

/** Inputs of a step, by the names of action.yml. */
export type Inputs = Readonly<Record<string, string>>

/** Row is one line of the matrix; what it leaves out is as in a run where all goes well. */
export interface Row extends Omit<SceneOptions, 'claims'>, Omit<Step, 'with'> {
  /** Claims of the token alone: the job's variables keep saying the usual. */
  readonly token?: Claims
  /** Claims of the token and of the job's variables. */
  readonly claims?: Claims
  /** Faults that the next requests of a route meet, one each. */
  readonly script?: Readonly<Partial<Record<RouteName, readonly Fault[]>>>
  /** The fault that all further requests of a route meet. */
  readonly always?: Readonly<Partial<Record<RouteName, Fault>>>
  readonly with?: Inputs | ((scene: Scene) => Inputs)
  /** Whatever else has to be so before the run; what it returns is added to the step. */
  prepare?(scene: Scene): Step | undefined
  /** Seconds for `timeout-minutes`: the run is gone some seconds after them at the latest. */
  readonly budget?: number
  /** The error that must end the run; without one, the run signs. */
  readonly code?: ErrorCode
  /** What the error says. */
  readonly text?: string | RegExp
  /** True where the error comes after signing: the files are written and their outputs set. */
  readonly stands?: boolean
  /** Names of the files that are signed; `x.iso` where left out. */
  readonly signs?: readonly string[]
  /** How many requests each of these routes gets; `several` is two or more. */
  readonly asked?: Readonly<Partial<Record<RouteName, number | 'several'>>>
  /** How many requests there are in all. */
  readonly requests?: number
  /** A part of each warning, in order. */
  readonly warnings?: readonly string[]
  /** What the log says. */
  readonly says?: string | RegExp
  /** Whatever else must be so after the run. */
  check?(scene: Scene, run: Run): void | Promise<void>
}

/** Milliseconds that a process may take beside its budget: start, hashing and end, on a machine that does other things, too. */
const BESIDE = 8_000
/** Milliseconds for the longest row. */
const LONGEST = 120_000

/** playRows makes a test of each line of a table, by its name. */
export function playRows(title: string, table: Readonly<Record<string, Row>>): void {
  describe(title, () => {
    it.concurrent.each(Object.entries(table))('%s', (_, row) => inScene(row, (scene) => play(row, scene)), LONGEST)
  })
}

async function play(row: Row, scene: Scene): Promise<void> {
  const { faults, claims } = scene.sandbox
  Object.assign(claims, row.token)
  for (const [route, script] of entries(row.script ?? {})) faults.script(route, ...script)
  for (const [route, fault] of entries(row.always ?? {})) faults.always(route, fault)
  const prepared = row.prepare?.(scene) ?? {}
  const inputs = typeof row.with === 'function' ? row.with(scene) : row.with
  const budget = row.budget === undefined ? {} : { 'timeout-minutes': (row.budget / 60).toFixed(6) }
  const run = await scene.sign({
    ...stepOf(row),
    ...prepared,
    with: { 'upload-artifact': 'false', ...budget, ...inputs, ...prepared.with },
  })
  expectEnd(row, scene, run)
  if (row.budget !== undefined) expect(run.milliseconds).toBeLessThan(row.budget * 1000 + BESIDE)
  for (const [route, times] of entries(row.asked ?? {})) {
    const seen = count(scene.sandbox, route)
    expect([route, times === 'several' && seen > 1 ? times : seen]).toEqual([route, times])
  }
  if (row.requests !== undefined) expect(scene.sandbox.requests).toHaveLength(row.requests)
  if (row.warnings !== undefined) {
    expect(warningsOf(run)).toEqual(row.warnings.map((text): unknown => expect.stringContaining(text)))
  }
  if (row.says !== undefined) expect(run.stdout).toMatch(row.says)
  await row.check?.(scene, run)
}

function stepOf({ environment, expressions, launcher, limit, memory, meddled, preload, results, started }: Row): Step {
  const all = { environment, expressions, launcher, limit, memory, meddled, preload, results, started }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

function expectEnd({ code, signs = ['x.iso'], stands = false, text }: Row, scene: Scene, run: Run): void {
  if (code === undefined) return expectSigned(scene, run, ...signs)
  if (!stands) return expectRefused(run, code, text)
  expectFailure(run, code)
  expect(errorOf(run)).toMatch(text ?? '')
  expect(run.written).toEqual(signatureFiles(...signs))
  expect(run.outputs['signed']).toBe('true')
  expect(run.outputs).not.toHaveProperty('artifact-id')
  expect(run.summary).toContain('### Verify')
}

function entries<Value>(record: Readonly<Partial<Record<RouteName, Value>>>): readonly (readonly [RouteName, Value])[] {
  return Object.entries(record) as readonly (readonly [RouteName, Value])[]
}
