/*
 * Owns Stryker's test runner `in-process`: it loads a room's tests once, as they are, and calls them again for every mutant. A
 * jest of their own each would take seconds a mutant, and there are hundreds in a room.
 */
import { registerHooks } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  INSTRUMENTER_CONSTANTS,
  type InstrumenterContext,
  type MutantCoverage,
  type StrykerOptions,
} from '@stryker-mutator/api/core'
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin'
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
} from '@stryker-mutator/api/test-runner'
import { getState } from 'jest-circus'

type Block = ReturnType<typeof getState>['rootDescribeBlock']
type Entry = Block['tests'][number]
type Hook = Block['hooks'][number]

/** What Stryker's instrumented code reads and writes. */
const shared = globalThis as { __stryker__?: InstrumenterContext }

class InProcessRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options)
  readonly #files: readonly string[]
  readonly #names = new Map<Entry, string>()
  #context: InstrumenterContext = {}

  constructor(options: StrykerOptions) {
    this.#files = options['roomTests'] as readonly string[]
  }

  capabilities(): TestRunnerCapabilities {
    // What is loaded stays so: Stryker starts a new process for a mutant of what runs while it is loaded.
    return { reloadEnvironment: false }
  }

  async dryRun(): Promise<DryRunResult> {
    this.#context = shared.__stryker__ ??= {}
    const coverage: MutantCoverage = { static: {}, perTest: {} }
    this.#context.mutantCoverage = coverage
    await this.#load()
    const tests = await this.#runAll(() => true, false)
    // What runs while tests are loaded and again inside them is seen by these, without a process of its own.
    for (const hits of Object.values(coverage.perTest)) {
      for (const id of Object.keys(hits)) Reflect.deleteProperty(coverage.static, id)
    }
    return { status: DryRunStatus.Complete, tests, mutantCoverage: coverage }
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, disableBail, hitLimit, mutantActivation, testFilter } = options
    this.#context = shared.__stryker__ ??= {}
    delete this.#context.activeMutant
    Reflect.deleteProperty(process.env, INSTRUMENTER_CONSTANTS.ACTIVE_MUTANT_ENV_VARIABLE)
    if (mutantActivation === 'static') this.#context.activeMutant = activeMutant.id
    try {
      await this.#load()
    } catch (error) {
      return toMutantRunResult({
        status: DryRunStatus.Complete,
        tests: [{ id: 'load', name: 'load', timeSpentMs: 0, status: TestStatus.Failed, failureMessage: String(error) }],
      })
    }
    Object.assign(this.#context, {
      activeMutant: activeMutant.id,
      hitCount: hitLimit === undefined ? undefined : 0,
      hitLimit,
    })
    // For tests that call our code in a process of its own.
    process.env[INSTRUMENTER_CONSTANTS.ACTIVE_MUTANT_ENV_VARIABLE] = activeMutant.id
    const wanted = testFilter ? new Set(testFilter) : undefined
    const tests = await this.#runAll((id) => wanted?.has(id) ?? true, !disableBail)
    const endless = determineHitLimitReached(this.#context.hitCount, hitLimit)
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests })
  }

  /** Numbers tell apart tests that have one name. */
  async #load(): Promise<void> {
    if (this.#names.size > 0) return
    for (const file of this.#files) await import(pathToFileURL(path.resolve(file)).href)
    const nameAll = (block: Block, above: string): void => {
      for (const child of block.children) {
        const name = `${above} ${child.name}`.trim()
        if (child.type === 'describeBlock') nameAll(child, name)
        else this.#names.set(child, `${String(this.#names.size)} ${name}`)
      }
    }
    nameAll(getState().rootDescribeBlock, '')
  }

  async #runAll(isWanted: (id: string) => boolean, bail: boolean): Promise<TestResult[]> {
    const results: TestResult[] = []
    const idOf = (test: Entry): string => this.#names.get(test) ?? test.name
    const hasWanted = (block: Block): boolean =>
      block.children.some((child) => (child.type === 'test' ? isWanted(idOf(child)) : hasWanted(child)))
    const isOver = (): boolean => bail && results.some(({ status }) => status === TestStatus.Failed)
    const runBlock = async (block: Block, each: readonly Hook[]): Promise<void> => {
      if (!hasWanted(block)) return
      const hooks = [...each, ...block.hooks.filter(({ type }) => type === 'beforeEach' || type === 'afterEach')]
      const failure = await attempt(() => callAll(block.hooks, 'beforeAll'))
      for (const child of block.children) {
        if (isOver()) break
        if (child.type === 'describeBlock') await runBlock(child, hooks)
        else if (isWanted(idOf(child))) results.push(await this.#runOne(child, idOf(child), hooks, failure))
      }
      await attempt(() => callAll(block.hooks, 'afterAll'))
    }
    await runBlock(getState().rootDescribeBlock, [])
    return results
  }

  async #runOne(test: Entry, id: string, hooks: readonly Hook[], before: string | undefined): Promise<TestResult> {
    const from = performance.now()
    this.#context.currentTestId = id
    const body = await attempt(async () => {
      await callAll(hooks, 'beforeEach')
      await call(test.fn)
    })
    const after = await attempt(() => callAll([...hooks].reverse(), 'afterEach'))
    delete this.#context.currentTestId
    const failureMessage = before ?? body ?? after
    const result = { id, name: id, timeSpentMs: performance.now() - from }
    return failureMessage === undefined
      ? { ...result, status: TestStatus.Success }
      : { ...result, status: TestStatus.Failed, failureMessage }
  }
}

async function callAll(hooks: readonly Hook[], wanted: Hook['type']): Promise<void> {
  for (const { type, fn } of hooks) if (type === wanted) await call(fn)
}

/** None of our tests has a `done` callback. */
async function call(work: Entry['fn']): Promise<void> {
  await (work as () => unknown)()
}

/** What went wrong, if anything did. */
async function attempt(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals'
      ? { url: new URL('jest-globals.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
})

/** strykerPlugins is what Stryker looks for in a plugin. */
export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)]

/** strykerValidationSchema names the option that the runner adds: its test files, relative to the root. */
export const strykerValidationSchema = {
  properties: { roomTests: { type: 'array', items: { type: 'string' } } },
}
