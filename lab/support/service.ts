/*
 * Owns one server process: started, ready when it answers, stopped, started again with the same or other arguments. Its
 * output goes to a log file. Knows no server by name.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { LabError } from './lab-error.ts'

/** ServiceSpec says how a server is started and when it is ready. */
export interface ServiceSpec {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** Answers true once the server can be used; asked again and again. */
  readonly ready: () => Promise<boolean>
  /** A file that it leaves behind and refuses to find at its start. */
  readonly leftover?: string
}

/** Service is one server; both methods do nothing where it is so already. */
export interface Service {
  readonly name: string
  /** Starts it, with arguments behind its own and variables beside ours, and waits until it is ready; throws LabError. */
  start(extraArgs?: readonly string[], environment?: Readonly<Record<string, string>>): Promise<void>
  stop(): Promise<void>
  /** Ends it without waiting, from an exit hook. */
  kill(): void
}

/** ServiceHost is where servers log, and who is told of each started process. */
export interface ServiceHost {
  readonly log: string
  readonly remember: (pid: number) => void
}

// Rekor v1 is the slowest: half a second on an idle machine.
const readyTimeout = 30_000
// All state is thrown away: whoever does not go by then is killed.
const stopTimeout = 1_000

/** newService returns a server that is not started. */
export function newService(spec: ServiceSpec, host: ServiceHost): Service {
  let child: ChildProcess | undefined
  const logFile = path.join(host.log, `${spec.name}.log`)
  const isRunning = () => child?.exitCode === null && child.signalCode === null
  const failure = async (what: string) => {
    const log = await readFile(logFile, 'utf8').catch(() => '')
    const tail = log.trimEnd().split('\n').slice(-5).join('\n')
    return new LabError(`${spec.name} ${what}; the end of its log:\n${tail}`, `Read ${logFile}`)
  }
  return {
    name: spec.name,
    async start(extraArgs = [], environment = {}) {
      if (isRunning()) return
      if (spec.leftover !== undefined) rmSync(spec.leftover, { force: true })
      const log = openSync(logFile, 'a')
      const started = spawn(spec.command, [...spec.args, ...extraArgs], {
        stdio: ['ignore', log, log],
        detached: true,
        env: { ...process.env, ...environment },
      })
      closeSync(log)
      child = started
      const spawned = await new Promise<boolean>((resolve) => {
        started.once('spawn', () => {
          resolve(true)
        })
        started.once('error', () => {
          resolve(false)
        })
      })
      if (!spawned || started.pid === undefined) throw await failure(`(${spec.command}) could not be started`)
      host.remember(started.pid)
      const deadline = Date.now() + readyTimeout
      while (!(await spec.ready())) {
        if (!isRunning()) throw await failure(`ended with exit code ${String(started.exitCode)}`)
        if (Date.now() > deadline) throw await failure(`did not answer within ${readyTimeout / 1000} s`)
        await wait(30)
      }
    },
    async stop() {
      const stopping = child
      if (!isRunning() || stopping === undefined) return
      const exited = new Promise((resolve) => stopping.once('exit', resolve))
      stopping.kill('SIGTERM')
      const timer = setTimeout(() => stopping.kill('SIGKILL'), stopTimeout)
      await exited
      clearTimeout(timer)
    },
    kill() {
      if (isRunning()) child?.kill('SIGKILL')
    },
  }
}

/** answers returns whether a GET of `url` is answered with a success within a second: a service's `ready`. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
