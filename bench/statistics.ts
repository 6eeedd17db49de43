/*
 * Owns the few numbers that stand for many. Must not know what was measured.
 */

/** median of at least one number; NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** Spread is the middle of some numbers and their extremes. */
export interface Spread {
  readonly least: number
  readonly median: number
  readonly greatest: number
}

/** spreadOf returns the spread of at least one number. */
export function spreadOf(values: readonly number[]): Spread {
  return { least: Math.min(...values), median: median(values), greatest: Math.max(...values) }
}
