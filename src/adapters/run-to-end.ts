/*
 * Owns the life of the process: it exits 0 if and only if its work came to its end, says once why not, and ends at once,
 * whatever sockets or timers are left. Must not know what the work is, nor where it is seen.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { asActionError } from '../core/reporting/error-text.ts'
import { ActionError } from '../core/shared/errors.ts'
import { isAfterCall } from './library-call.ts'
import { keepHeapSmall } from './memory.ts'

/** Surface is where a run ends: what its caller sees of it. */
export interface Surface {
  /** Sets with which code the process will end, whenever that is. */
  setExitCode(code: 0 | 1): void
  /** Tells why the run failed; may set another exit code than 1, never 0. */
  reportFailure(error: ActionError): void
  /** Ends the process as soon as everything printed was taken; what hangs gets `patience` milliseconds of a run that failed. */
  exitWhenFlushed(patience: number): void
}

// The runner sends SIGTERM 7.5 s after SIGINT and kills 2.5 s later; a cancelled run is gone within 2 s.
const CLEAN_UP = 1_500

// Milliseconds in which what a failed run has begun and no longer wants may end by itself.
const PATIENCE = 300

/**
 * runToEnd does the work and ends the process: exit code 0 when it resolved; else the failure is reported once: the work's own
 * error, E_CANCELLED (SIGINT, SIGTERM), E_INTERNAL, or E_INTERNAL_UNFINISHED when nothing is left that could ever wake it (a
 * promise that never settles would else end as a success). `signal` aborts when the run is cancelled.
 */
export function runToEnd(
  { setExitCode, reportFailure, exitWhenFlushed }: Surface,
  work: (signal: AbortSignal) => Promise<void>,
): void {
  setExitCode(1)
  keepHeapSmall()
  // Libraries' deprecation warnings are no business of whoever reads the output.
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
    if (!cancelled.signal.aborted && !isAfterCall()) outside(end, error)
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
    .then(() => work(cancelled.signal))
    .then(() => {
      end(DONE)
    }, end)
}

const DONE = Symbol('done')

function cancellation(name: string): ActionError {
  return new ActionError('E_CANCELLED', `The run was cancelled (${name})`, {
    fix: ({ either }) =>
      either('run the job again; a certificate or log entry that was already made stays public', 'run it again'),
  })
}

function unfinished(): ActionError {
  return new ActionError('E_INTERNAL_UNFINISHED', 'The run ended before its work was done: something never answered', {
    fix: ({ report }) => `try again; if it happens again, ${report}`,
  })
}
