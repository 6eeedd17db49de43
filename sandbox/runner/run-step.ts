/*
 * Owns one run of a built action as the runner would start it: alone in an empty directory, with the variables and files
 * of a job and nothing else. Must not judge the result; oracles.ts does.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { inputDefaults } from './action-file.ts'
import { runnerCommands } from './runner-commands.ts'
import type { RunnerCommand } from './runner-commands.ts'
import { runnerPairs } from './runner-files.ts'

/** ActionRun is what a step of a workflow says, and what the runner adds. */
export interface ActionRun {
  /** The directory whose copy is run; it holds `index.js`. */
  readonly dist: string
  /** The action.yml whose defaults apply; left out, none do. */
  readonly actionFile?: string
  /** Inputs of the step, by the names of action.yml. */
  readonly with?: Readonly<Record<string, string>>
  /** Values of the expressions that defaults may hold, such as `job.workflow_ref`. */
  readonly expressions?: Readonly<Record<string, string>>
  /** ACTIONS_*, GITHUB_* and RUNNER_* variables, before those that are made for the run; undefined leaves one out. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** GITHUB_WORKSPACE, and the working directory. */
  readonly workspace: string
  /** Milliseconds until the process is killed; 60 s where left out. */
  readonly limit?: number
  /** A program and its arguments that start the process in their turn: to measure it. No sh: it drops inputs with a hyphen. */
  readonly launcher?: readonly string[] | undefined
  /** URLs or absolute paths of modules that the process loads before the action: what goes wrong in it from within. */
  readonly preloads?: readonly string[]
  /** Called with the process once it runs, to send it signals. */
  started?(child: ChildProcess): void
}

/** ActionResult is all that a run left behind. */
export interface ActionResult {
  /** Null where a signal ended the process. */
  readonly exitCode: number | null
  readonly isKilled: boolean
  readonly stdout: string
  readonly stderr: string
  readonly outputs: Readonly<Record<string, string>>
  /** The job summary's Markdown. */
  readonly summary: string
  /** Commands that a runner would find in either stream. */
  readonly commands: readonly RunnerCommand[]
  readonly milliseconds: number
  /** Bytes; undefined where the process could not tell. */
  readonly peakMemory: number | undefined
  /** Milliseconds of CPU time, of all threads; undefined likewise. */
  readonly processorTime: number | undefined
}

/** DIST is the directory of the built actions, by name. */
export const DIST = {
  sign: path.resolve(import.meta.dirname, '../../dist/sign'),
  verify: path.resolve(import.meta.dirname, '../../dist/verify'),
}

/** ACTION_FILE is the action.yml of each action, by name. */
export const ACTION_FILE = {
  sign: path.resolve(import.meta.dirname, '../../action.yml'),
  verify: path.resolve(import.meta.dirname, '../../verify/action.yml'),
}

const COST_HOOK = new URL('cost-hook.mjs', import.meta.url).href

/** runStep runs an action to its end; never throws because of what the action does, save for broken file commands. */
export async function runStep(run: ActionRun): Promise<ActionResult> {
  const directory = mkdtempSync(path.join(tmpdir(), 'keyless-sign-run-'))
  try {
    const file = (name: string) => path.join(directory, name)
    cpSync(run.dist, file('action'), { recursive: true })
    mkdirSync(file('home'))
    for (const name of ['output', 'summary', 'state', 'env', 'path']) writeFileSync(file(name), '')
    // A process that gives up its privileges has to find all of this, and to leave its cost.
    for (const name of ['.', 'home', 'output', 'summary', 'state', 'env', 'path']) chmodSync(file(name), 0o777)
    const start = performance.now()
    const ended = await execute(run, file('action/index.js'), {
      HOME: file('home'),
      RUNNER_TEMP: file('home'),
      GITHUB_WORKSPACE: run.workspace,
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_STATE: file('state'),
      GITHUB_ENV: file('env'),
      GITHUB_PATH: file('path'),
      ...run.environment,
      ...inputVariables(run),
      NODE_OPTIONS: [COST_HOOK, ...(run.preloads ?? [])].map((module) => `--import=${asUrl(module)}`).join(' '),
      KEYLESS_SIGN_COST_FILE: file('cost'),
    })
    return {
      ...ended,
      outputs: runnerPairs(readFileSync(file('output'), 'utf8')),
      summary: readFileSync(file('summary'), 'utf8'),
      commands: [...runnerCommands(ended.stdout), ...runnerCommands(ended.stderr)],
      milliseconds: performance.now() - start,
      ...costIn(file('cost')),
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function costIn(file: string): Pick<ActionResult, 'peakMemory' | 'processorTime'> {
  if (!existsSync(file)) return { peakMemory: undefined, processorTime: undefined }
  const [kibibytes, microseconds] = readFileSync(file, 'utf8').split(' ').map(Number)
  return { peakMemory: (kibibytes ?? NaN) * 1024, processorTime: (microseconds ?? NaN) / 1000 }
}

/** INPUT_* as the runner names them: upper case, spaces to underscores, hyphens kept. */
function inputVariables(run: ActionRun): Record<string, string> {
  const values = new Map(run.actionFile === undefined ? [] : inputDefaults(run.actionFile))
  for (const [name, value] of values) {
    const expression = /^\$\{\{\s*(.*?)\s*\}\}$/.exec(value)?.[1]
    if (expression !== undefined) values.set(name, run.expressions?.[expression] ?? '')
  }
  for (const [name, value] of Object.entries(run.with ?? {})) values.set(name, value)
  return Object.fromEntries(
    [...values].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  )
}

type Ended = Pick<ActionResult, 'exitCode' | 'isKilled' | 'stdout' | 'stderr'>

function execute(
  run: ActionRun,
  entry: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // Windows starts no process without its system root.
    const system = process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }
    const [program, ...args] = [...(run.launcher ?? []), process.execPath, entry]
    const child = spawn(program, args, {
      cwd: run.workspace,
      env: { ...system, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const streams = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (streams.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (streams.stderr += text))
    let isKilled = false
    const timer = setTimeout(() => {
      isKilled = true
      child.kill('SIGKILL')
    }, run.limit ?? 60_000)
    child.on('error', reject)
    child.on('close', (exitCode) => {
      clearTimeout(timer)
      resolve({ exitCode, isKilled, ...streams })
    })
    run.started?.(child)
  })
}

function asUrl(module: string): string {
  return path.isAbsolute(module) ? pathToFileURL(module).href : module
}
