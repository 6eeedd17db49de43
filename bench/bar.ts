/*
 * Owns what a bar is and how it reads: memory and counts are judged, times are only shown beside what they are to reach, for
 * they depend on the machine and on what else runs there.
 */
import { MEBIBYTE, mebibytes } from './tables.ts'

/** Bar is one line of the report. */
export interface Bar {
  readonly title: string
  readonly measured: string
  readonly bar: string
  /** Undefined where it is shown and not judged. */
  readonly holds?: boolean
}

/** memoryBar judges a peak (bytes) by its bar (MiB). */
export function memoryBar(title: string, peak: number, limit: number): Bar {
  return {
    title: `peak memory of ${title}`,
    measured: `${mebibytes(peak)} MiB`,
    bar: `${String(limit)} MiB`,
    holds: peak <= limit * MEBIBYTE,
  }
}

/** lineOf returns a bar as a line. */
export function lineOf({ title, measured, bar, holds }: Bar): string {
  const verdict = holds === undefined ? 'shown ' : holds ? 'holds ' : 'MISSED'
  return `${verdict} ${title}: ${measured} (${holds === undefined ? 'aim' : 'bar'}: ${bar})`
}
