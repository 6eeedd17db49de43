/*
 * Owns the terminal: arguments, environment, streams and the end of the process. Every line for people went through display().
 * Must not decide anything about verifying.
 */
import os from 'node:os'
import { styleText } from 'node:util'
import { checkNetwork } from '../../core/inputs/environment.ts'
import { systemReason } from '../../core/files/file-error.ts'
import { causeLines, errorText } from '../../core/reporting/error-text.ts'
import { verifiedText } from '../../core/reporting/verified-text.ts'
import { verifyOutputs } from '../../core/reporting/verify-report.ts'
import { race } from '../../core/shared/deadline.ts'
import { ActionError, type ErrorCode } from '../../core/shared/errors.ts'
import { exitOrKill } from '../pool.ts'
import { privateDirectory } from '../private-directory.ts'
import { type VerifyArguments, wantsJson } from './arguments.ts'
import { useProxy } from './proxy.ts'
import { readChecksumLines } from './standard-input.ts'
import { statusLine } from './status-line.ts'
import { terminalWording } from './wording.ts'
import type { Log, ReadInput, ReadLines, VerifyResult } from '../../core/types.ts'

/** Terminal is what a terminal gives to one run, and takes from it. */
export interface Terminal {
  /** Absolute path. */
  readonly directory: string
  /** Absolute path. */
  readonly temporaryDirectory: string
  readonly log: Log
  /** Tells that a service is asked again: where no status line is seen, once and in a line of its own. */
  readonly retries: Pick<Log, 'info'>
  readonly readInput: ReadInput
  readonly readLines: ReadLines
  /** Prints what was verified; resolves once that was taken. */
  readonly report: (result: VerifyResult) => Promise<void>
}

/** What was meant by a call that ends with one of these cannot be known. */
const WRONG_USE: readonly ErrorCode[] = ['E_INPUT', 'E_INPUT_FILES']

// A reader that has stopped reading must not keep a run that has failed.
const LONGEST_FLUSH = 1_000

// Milliseconds.
const PROGRESS_INTERVAL = 250

const status = statusLine(process.stderr, process.env['TERM'] === 'dumb')

/** words are the arguments of this process. */
export const words: readonly string[] = process.argv.slice(2)

/** log tells on the status line what is being done, and in lines of their own what a person should know. */
const log: Log = {
  info: status.show,
  notice: (text) => {
    status.clear()
    say(text)
  },
  warning: (text) => {
    status.clear()
    say(text)
  },
  progress: { interval: PROGRESS_INTERVAL, show: status.show },
}

/**
 * openTerminal returns the Terminal of a run; it has read standard input, where that was asked for. Throws E_ENV, E_ENV_PROXY, E_ENV_TLS,
 * E_INPUT_CHECKSUMS, E_FILE_READ.
 */
export async function openTerminal({ values, prints }: VerifyArguments, signal: AbortSignal): Promise<Terminal> {
  checkNetwork(process.env)
  const isOffline = values.has('trusted-root')
  if (!useProxy(process.env) && !isOffline) {
    log.notice('this Node goes through the proxy of the environment only with NODE_USE_ENV_PROXY=1')
  }
  const checksums =
    values.get('checksums')?.[0] === '-' ? await race(readChecksumLines(process.stdin), signal) : undefined
  const text = (name: string): string => values.get(name)?.join('\n') ?? ''
  const inputs: Readonly<Partial<Record<string, string>>> = { summary: 'false', checksums }
  const notice = prints === 'nothing' ? (): void => undefined : log.notice
  return {
    directory: process.cwd(),
    temporaryDirectory: isOffline ? os.tmpdir() : privateDirectory(os.tmpdir()),
    log: { ...log, notice },
    retries: { info: status.isSeen ? log.info : once(notice) },
    readInput: (name) => inputs[name] ?? text(name),
    readLines: (name) => values.get(name) ?? [],
    report: async (result) => {
      status.clear()
      if (prints !== 'nothing') await print(prints === 'json' ? jsonOf(result) : textOf(result))
    },
  }
}

/** print writes to standard output and resolves once all of it was taken; throws E_OUTPUT_WRITE. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.on('error', () => undefined)
    process.stdout.write(text, (error) => {
      if (error) reject(notTaken(error))
      else resolve()
    })
  })
}

/** reportFailure prints why a run failed, as JSON where that was asked for, and sets exit code 2 for wrong use. */
export function reportFailure(error: ActionError): void {
  status.clear()
  if (WRONG_USE.includes(error.code)) process.exitCode = 2
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  if (wantsJson(words)) {
    process.stdout.write(`${JSON.stringify({ code: error.code, ...error.told(terminalWording) })}\n`)
    return
  }
  const { title, body } = errorText(error, terminalWording)
  say(`${styleText('red', title, { stream: process.stderr })}: ${body}`)
  if (error.code.startsWith('E_INTERNAL')) for (const line of causeLines(error)) say(line)
}

/** setExitCode sets with which code the process will end, whenever that is. */
export function setExitCode(code: 0 | 1): void {
  process.exitCode = code
}

/** exitWhenFlushed ends the process as soon as everything printed was taken, at most a second later; what hangs is killed. */
export function exitWhenFlushed(patience: number): void {
  const exit = (): void => process.exit()
  const end = (): void => {
    if (process.exitCode === 0) exit()
    exitOrKill(exit, performance.now() + patience)
  }
  setTimeout(end, LONGEST_FLUSH)
  process.stdout.write('', () => process.stderr.write('', end))
}

function once(tell: (line: string) => void): (line: string) => void {
  let isTold = false
  return (line) => {
    if (!isTold) tell(line)
    isTold = true
  }
}

function say(text: string): void {
  process.stderr.write(`keyless-verify: ${text}\n`)
}

function textOf({ subjects }: VerifyResult): string {
  const blocks = subjects.map((subject) =>
    verifiedText(subject)
      .join('\n')
      .replace(/^Verified/, green),
  )
  return `${blocks.join('\n\n')}\n`
}

function green(word: string): string {
  return styleText('green', word, { stream: process.stdout })
}

function jsonOf(result: VerifyResult): string {
  return `${verifyOutputs(result).results ?? ''}\n`
}

function notTaken(error: unknown): ActionError {
  return new ActionError('E_OUTPUT_WRITE', `cannot write to standard output: ${systemReason(error)}`, {
    fix: 'what was verified was not told, so this does not count as success: check where the output goes',
    cause: error,
  })
}
