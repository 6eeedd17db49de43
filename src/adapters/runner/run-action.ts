/*
 * Owns the life of the process: it exits 0 if and only if the action ran to its end, says once why not, and ends at once,
 * whatever sockets or timers are left. Must not know what the action does.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { asActionError } from '../../core/reporting/error-text.ts'
import { ActionError } from '../../core/shared/errors.ts'
import { limitYoungGeneration } from './memory.ts'
import { exitWhenFlushed, openRunner, reportFailure, type Runner, setExitCode } from './runner.ts'

/** Action is the work of a run; `signal` aborts when the job is cancelled. It resolves only when everything asked for is done. */
export type Action = (runner: Runner, signal: AbortSignal) => Promise<void>

// The runner sends SIGTERM 7.5 s after SIGINT and kills 2.5 s later; a cancelled run is gone within 2 s.
const CLEAN_UP = 1_500

// Milliseconds in which what a failed run has begun and no longer wants may end by itself.
const PATIENCE = 300

/**
 * runAction runs an action and ends the process: exit code 0 when it resolved; else 1, one `::error` and the output
 * `error-code`: the action's own error, E_CANCELLED, E_INTERNAL, or E_INTERNAL_UNFINISHED when nothing is left that could
 * ever wake it (a promise that never settles would else end as a success).
 */
export function runAction(action: Action): void {
  setExitCode(1)
  limitYoungGeneration()
  // Libraries' deprecation warnings are no business of a workflow's log, and standard error is read for commands too.
  process.removeAllListeners('warning')
  const cancelled = new AbortController()
  let ended = false

  const end = (outcome: unknown, patience = PATIENCE): void => {
    if (ended) return
    ended = true
    try {
      if (cancelled.signal.aborted) reportFailure(asActionError(cancelled.signal.reason))
      else if (outcome !== DONE) reportFailure(asActionError(outcome))
      else setExitCode(0)
    } finally {
      exitWhenFlushed(patience)
    }
  }
  // An event's listener throws in the context of what set it off, where the lines of a library may be silenced.
  const outside = AsyncLocalStorage.snapshot()
  const unforeseen = (error: unknown): void => {
    // What breaks because of a cancellation must not cut the clean-up short.
    if (!cancelled.signal.aborted) outside(end, error)
  }

  process.on('exit', () => {
    if (ended) return
    setExitCode(1)
    reportFailure(unfinished())
  })
  process.on('uncaughtException', unforeseen)
  process.on('unhandledRejection', unforeseen)
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      cancelled.abort(cancellation(name))
      setTimeout(end, CLEAN_UP, undefined, 0)
    })
  }

  Promise.resolve()
    .then(openRunner)
    .then((runner) => action(runner, cancelled.signal))
    .then(() => {
      end(DONE)
    }, end)
}

const DONE = Symbol('done')

function cancellation(name: string): ActionError {
  return new ActionError('E_CANCELLED', `The run was cancelled (${name})`, {
    fix: 'run the job again; a certificate or log entry that was already made stays public',
  })
}

function unfinished(): ActionError {
  return new ActionError('E_INTERNAL_UNFINISHED', 'The run ended before its work was done: something never answered', {
    fix: 'run the job again; if it happens again, run it with debug logging and open an issue',
  })
}
