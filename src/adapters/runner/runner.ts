/*
 * Owns the runner: the only reader of the process environment and the only user of @actions/core. Every line that it
 * prints went through display(), every output through setOutput. Must not decide anything about signing.
 */
import fs from 'node:fs'
import http from 'node:http'
import { EOL } from 'node:os'
import { systemReason } from '../../core/files/file-error.ts'
import { readSmallFile } from '../../core/files/small-file.ts'
import { checkEnvironment, describeEnvironment, isRegularFile } from '../../core/inputs/environment.ts'
import { readJob, tokenRequest, type TokenRequest } from '../../core/inputs/job.ts'
import { causeLines, errorText } from '../../core/reporting/error-text.ts'
import { display } from '../../core/shared/display.ts'
import { ActionError } from '../../core/shared/errors.ts'
import { exitOrKill } from '../pool.ts'
import { privateDirectory } from '../private-directory.ts'
import { issueCommand, issueFileCommand, prepareKeyValueMessage, summary } from './toolkit.ts'
import type { Job, Log, Report } from '../../core/types.ts'

/** Runner is what the runner gives to one run of an action, and takes from it. */
export interface Runner {
  readonly job: Job
  readonly log: Log
  /** Undefined where the runner offers this job no token. */
  readonly tokenRequest: TokenRequest | undefined
  /** The names of all inputs that arrived, as the runner's INPUT_* variables. */
  readonly inputNames: readonly string[]
  /** The text of an input, without surrounding white space; '' when it is not set. */
  readInput(name: string): string
  /** Outputs throw E_ENV_OUTPUT when the runner's file does not take them; a summary that cannot be written is a warning. */
  readonly report: Report<Readonly<Partial<Record<string, string>>>>
  /** Has the runner hide a text in the log from now on. */
  mask(secret: string): void
}

// Over this size the runner drops the whole summary of a step.
const MOST_SUMMARY_BYTES = 1024 * 1024

// GitHub sends no payload over 25 MB; the runner writes it with more white space.
const MOST_EVENT_BYTES = 64 * 1024 * 1024

// A reader that has stopped reading must not keep the process.
const LONGEST_FLUSH = 1_000

/** log prints lines that can be no workflow command, whatever they were made of. */
const log: Log = {
  info: (line) => {
    process.stdout.write(`${harmless(line)}${EOL}`)
  },
  notice: (text) => {
    issueCommand('notice', {}, harmless(text))
  },
  warning: (text) => {
    issueCommand('warning', {}, harmless(text))
  },
}

/**
 * openRunner checks the environment and returns the Runner; from then on fetch and node:http go through the proxy that the
 * environment names. Rejects with E_ENV, E_ENV_NODE, E_ENV_OUTPUT, E_ENV_PROXY, E_ENV_TLS.
 */
export async function openRunner(): Promise<Runner> {
  const env = process.env
  checkEnvironment(env, process.versions.node)
  const event = await readEvent(env['GITHUB_EVENT_PATH'])
  const { temporaryDirectory: runnerTemp, ...facts } = readJob(env, () => event)
  const temporaryDirectory = privateDirectory(runnerTemp)
  // Libraries keep files where these lead, which need not be where a runner has room for them, and tidies up.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) env[name] = temporaryDirectory
  const job = { ...facts, temporaryDirectory }
  describeEnvironment(env, log)
  http.setGlobalProxyFromEnv()
  return {
    job,
    log,
    tokenRequest: tokenRequest(env),
    inputNames: Object.keys(env).filter((name) => name.startsWith('INPUT_')),
    readInput: (name) => (env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim(),
    report: { setOutputs, writeSummary },
    mask: (secret) => {
      issueCommand('add-mask', {}, secret)
    },
  }
}

/** reportFailure prints the one `::error` of a run, its causes for debugging, and sets the output `error-code`. */
export function reportFailure(error: ActionError): void {
  for (const line of causeLines(error)) issueCommand('debug', {}, line)
  const { title, body } = errorText(error)
  issueCommand('error', { title }, body)
  try {
    setOutputs({ 'error-code': error.code })
  } catch {
    // The failure itself may be that there is no output file; it has been told above.
  }
}

/** setExitCode sets with which code the process will end, whenever that is. */
export function setExitCode(code: 0 | 1): void {
  process.exitCode = code
}

/**
 * exitWhenFlushed ends the process as soon as everything printed was taken, at most a second later; where something hangs that
 * process.exit would wait for, a run that has failed is killed after `patience` milliseconds.
 */
export function exitWhenFlushed(patience: number): void {
  const exit = (): void => process.exit()
  const end = (): void => {
    if (process.exitCode === 0) exit()
    exitOrKill(exit, performance.now() + patience)
  }
  setTimeout(end, LONGEST_FLUSH)
  process.stdout.write('', end)
}

function setOutputs(outputs: Readonly<Partial<Record<string, string>>>): void {
  // Without its file, setOutput would print the values to the log as commands.
  if (!isRegularFile(process.env['GITHUB_OUTPUT'])) {
    throw notSet('What GITHUB_OUTPUT names is gone, or is no regular file any more')
  }
  try {
    for (const [name, value] of Object.entries(outputs))
      issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value ?? ''))
  } catch (error) {
    throw notSet(`cannot write to the file that GITHUB_OUTPUT names: ${systemReason(error)}`, error)
  }
}

function notSet(message: string, cause?: unknown): ActionError {
  return new ActionError('E_ENV_OUTPUT', message, {
    fix: 'let no other process of this job touch the files of the runner, and look whether its disk is full (`df -h`)',
    cause,
  })
}

async function writeSummary(markdown: string): Promise<void> {
  try {
    const file = process.env['GITHUB_STEP_SUMMARY'] ?? ''
    if (fs.existsSync(file) && !isRegularFile(file)) throw new Error('GITHUB_STEP_SUMMARY names no regular file')
    const size = fs.statSync(file).size + Buffer.byteLength(markdown)
    if (size > MOST_SUMMARY_BYTES) throw new Error(`its file would have ${String(size)} bytes`)
    await summary.addRaw(markdown).write()
  } catch (error) {
    summary.emptyBuffer()
    const why = error instanceof Error ? error.message : String(error)
    log.warning(`The job summary was not written: ${display(why)}`)
  }
}

/** The artifact client reads it again when it is loaded, and would wait for a FIFO for ever, or break at what is no JSON. */
async function readEvent(file: string | undefined): Promise<unknown> {
  if (!file) return undefined
  try {
    return JSON.parse((await readSmallFile(file, file, MOST_EVENT_BYTES)) ?? '') as unknown
  } catch (cause) {
    if (cause instanceof ActionError && cause.code === 'E_FILE_NOT_FOUND') return undefined
    throw new ActionError('E_ENV', 'GITHUB_EVENT_PATH does not name a JSON file that can be read', {
      fix: 'let no earlier step change GITHUB_EVENT_PATH, or the file that it names',
      cause,
    })
  }
}

function harmless(text: string): string {
  return display(text, Infinity)
}
