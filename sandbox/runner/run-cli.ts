/*
 * Owns one run of the built keyless-verify, as somebody would start it who has a Node and downloaded it: with no variable in its
 * environment, and nothing but what is given. Must not judge the result.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'

/** CLI is the built file. */
export const CLI = path.resolve(import.meta.dirname, '../../dist/verify-cli/keyless-verify.mjs')

/** NODE is the program that runs it: this one, or the one that a test run was given. */
export const NODE = process.env['KEYLESS_VERIFY_NODE'] ?? process.execPath

/** CliRun is one call. */
export interface CliRun {
  readonly args: readonly string[]
  /** The working directory. */
  readonly directory: string
  /** Standard input; nothing where left out. */
  readonly input?: string
  /** The whole environment; empty where left out. */
  readonly environment?: Readonly<Record<string, string>>
  /** The program that runs the file, and its options; NODE where left out. */
  readonly node?: readonly [string, ...string[]]
  /** The file; the built one where left out. */
  readonly file?: string
  /** Called with the process once it runs, to send it signals or to close its streams. */
  started?(child: ChildProcess): void
}

/** CliResult is all that a run left behind; the exit code is null where a signal ended it. */
export interface CliResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly milliseconds: number
}

/** runCli runs keyless-verify to its end, or for two minutes. */
export function runCli(run: CliRun): Promise<CliResult> {
  const [program, ...options] = run.node ?? [NODE]
  return new Promise((resolve, reject) => {
    const start = performance.now()
    // Windows starts no process without its system root.
    const system = process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }
    const child = spawn(program, [...options, run.file ?? CLI, ...run.args], {
      cwd: run.directory,
      env: { ...system, ...run.environment },
      stdio: 'pipe',
      timeout: 120_000,
      killSignal: 'SIGKILL',
    })
    const streams = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (streams.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (streams.stderr += text))
    // Who does not read its standard input has not failed.
    child.stdin.on('error', () => undefined)
    if (run.input !== undefined || run.started === undefined) child.stdin.end(run.input)
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, ...streams, milliseconds: performance.now() - start }))
    run.started?.(child)
  })
}
