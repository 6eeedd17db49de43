import { runToEnd } from '../run-to-end.ts'
import { exitWhenFlushed, openRunner, reportFailure, type Runner, setExitCode } from './runner.ts'

/** Action is the work of a run; `signal` aborts when the job is cancelled. It resolves only when everything asked for is done. */
export type Action = (runner: Runner, signal: AbortSignal) => Promise<void>

/** runAction runs an action and ends the process, as runToEnd does; a failure is one `::error` and the output `error-code`. */
export function runAction(action: Action): void {
  runToEnd({ setExitCode, reportFailure, exitWhenFlushed }, async (signal) => action(await openRunner(), signal))
}
