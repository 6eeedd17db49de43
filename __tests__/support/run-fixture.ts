/*
 * Owns the start of a test action in a process of its own, as the runner starts one. Must not know what it does.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { runnerCommands, type RunnerCommand } from '../../sandbox/runner/runner-commands.ts'
import { runnerPairs } from '../../sandbox/runner/runner-files.ts'
import { COMPILED } from './compiled.ts'

/** Ended is what a process left behind. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly commands: readonly RunnerCommand[]
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** Milliseconds from the signal, or else from the start, to the end. */
  readonly took: number
}

/** FixtureOptions change how the action is started; a variable set to undefined is left out. */
export interface FixtureOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly args?: readonly string[]
  /** Sent when the action prints "ready". */
  readonly signal?: NodeJS.Signals
}

/** runFixture runs one action of __tests__/adapters/runner/fixtures/action.ts to its end. */
export async function runFixture(action: string, options: FixtureOptions = {}): Promise<Ended> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'run-action-'))
  const outputFile = path.join(directory, 'output')
  const summaryFile = path.join(directory, 'summary')
  for (const file of [outputFile, summaryFile]) fs.writeFileSync(file, '')
  const env = {
    ...COMPILED,
    PATH: process.env['PATH'],
    GITHUB_OUTPUT: outputFile,
    GITHUB_STEP_SUMMARY: summaryFile,
    GITHUB_WORKSPACE: directory,
    GITHUB_REPOSITORY: 'octo/repo',
    GITHUB_SHA: 'c0ffee',
    GITHUB_RUN_ID: '1',
    GITHUB_EVENT_NAME: 'push',
    RUNNER_TEMP: directory,
    ...options.env,
  }
  const child = spawn(
    process.execPath,
    ['__tests__/adapters/runner/fixtures/action.ts', action, ...(options.args ?? [])],
    { env },
  )
  let [stdout, stderr, since] = ['', '', Date.now()]
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString()
    if (options.signal === undefined || !stdout.includes('ready') || child.killed) return
    since = Date.now()
    child.kill(options.signal)
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const text = (file: string): string => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '')
  const ended = {
    code,
    stdout,
    stderr,
    commands: runnerCommands(stdout + stderr),
    outputs: runnerPairs(text(outputFile)),
    summary: text(summaryFile),
    took: Date.now() - since,
  }
  fs.rmSync(directory, { recursive: true })
  return ended
}
