/*
 * Owns a cancellation of a run: when the signal is sent, and that the process is soon gone. Must not plan it.
 */
import type { ChildProcess } from 'node:child_process'
import type { RequestRecord } from '../http.ts'
import type { ActionResult } from '../runner/run-step.ts'
import type { Kill } from './sign-plan.ts'

/** Killing is one cancellation; without a plan, none. */
export interface Killing {
  readonly started: (child: ChildProcess) => void
  /** True where the signal came before the action could listen: nothing more can be asked of it. */
  isTooEarly(result: ActionResult): boolean
  /** What is wrong with how long it then took. */
  problems(): readonly string[]
}

/** Milliseconds that a runner gives at most, and some for a machine that does other things, too. */
const SOON = 4_000

/** killing returns the cancellation that was planned; `requests` grows with what the run asks. */
export function killing(kill: Kill | undefined, requests: readonly RequestRecord[]): Killing {
  let [since, ended] = [Infinity, 0]
  const send = (child: ChildProcess, signal: NodeJS.Signals): void => {
    since = performance.now()
    child.kill(signal)
  }
  return {
    started: (child) => {
      if (kill === undefined) return
      const begun = performance.now()
      let arrived = kill.route === undefined ? begun : Infinity
      const timer = setInterval(() => {
        if (arrived === Infinity && requests.some(({ route }) => route === kill.route)) arrived = performance.now()
        if (performance.now() - arrived < kill.after) return
        clearInterval(timer)
        send(child, kill.signal)
      }, 5)
      child.on('exit', () => {
        clearInterval(timer)
        ended = performance.now()
      })
    },
    isTooEarly: ({ exitCode, isKilled, stdout }) => exitCode === null && !isKilled && stdout === '',
    problems: () => (ended - since > SOON ? [`it lived on for ${Math.round(ended - since)} ms after the signal`] : []),
  }
}
