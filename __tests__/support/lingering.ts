/*
 * Owns the time between the last line that a process printed and its end.
 */
import type { ActionRun } from '../../sandbox/runner/run-step.ts'

/** Lingering watches one process that it is given by `started`; `milliseconds` tells when it has ended. */
export interface Lingering {
  readonly started: NonNullable<ActionRun['started']>
  readonly milliseconds: () => number
}

/** lingering returns a watch for one process. */
export function lingering(): Lingering {
  let [said, ended] = [0, 0]
  return {
    started: (child) => {
      child.stdout?.on('data', () => (said = performance.now()))
      child.on('exit', () => (ended = performance.now()))
    },
    milliseconds: () => ended - said,
  }
}
