/*
 * Owns the limit on waiting for bytes of a file: a disk that hangs must not keep a run. Must not read.
 */
import { stalledFile } from './file-error.ts'

/** ReadLimits bound the waiting for bytes. */
export interface ReadLimits {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds without a byte after which reading is given up; 60,000 unless said. */
  readonly stallAfter?: number | undefined
}

/** StallWatch is a limit that runs. */
export interface StallWatch {
  /** Aborts with E_FILE_STALLED when no byte came for so long, or with the reason of the limits' own signal. */
  readonly signal: AbortSignal
  /** Says that bytes came. */
  refresh(): void
  /** Takes the limit away. */
  end(): void
}

const STALL_AFTER = 60_000

/** watchStall starts the limit; `name` is the file's, for the error, where it is known. */
export function watchStall({ signal, stallAfter = STALL_AFTER }: ReadLimits, name?: string): StallWatch {
  const stall = new AbortController()
  const timer = setTimeout(() => {
    stall.abort(stalledFile(stallAfter, name))
  }, stallAfter)
  return {
    signal: signal === undefined ? stall.signal : AbortSignal.any([signal, stall.signal]),
    refresh: () => {
      timer.refresh()
    },
    end: () => {
      clearTimeout(timer)
    },
  }
}
