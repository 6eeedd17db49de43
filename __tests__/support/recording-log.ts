/*
 * Owns a log that only remembers.
 */
import type { Log } from '../../src/core/types.ts'

/** RecordingLog holds what was logged, by kind, in order. */
export interface RecordingLog extends Log {
  readonly infos: readonly string[]
  readonly notices: readonly string[]
  readonly warnings: readonly string[]
}

/** newLog returns an empty RecordingLog. */
export function newLog(): RecordingLog {
  const infos: string[] = []
  const notices: string[] = []
  const warnings: string[] = []
  return {
    infos,
    notices,
    warnings,
    info: (line) => void infos.push(line),
    notice: (text) => void notices.push(text),
    warning: (text) => void warnings.push(text),
  }
}
