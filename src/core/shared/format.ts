/*
 * Owns how quantities are written for people: sizes in decimal units, times in UTC, durations. Must not round to zero.
 */

const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']

/** sizeText returns a number of bytes with a decimal unit: `512 bytes`, `1.6 GB`. */
export function sizeText(bytes: number): string {
  if (bytes === 1) return '1 byte'
  let value = bytes
  let unit = 0
  // 999.95 would be written as 1000.0 of the smaller unit.
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 ? String(value) : value.toFixed(1)} ${units[unit] ?? ''}`
}

/** timeText returns milliseconds since the epoch as ISO 8601 in UTC, to the second: `2026-01-31T12:00:00Z`; total. */
export function timeText(milliseconds: number): string {
  const date = new Date(milliseconds)
  // Whoever answers with a number beyond all calendars must not make the report of it fail.
  if (Number.isNaN(date.getTime())) return 'a time that does not exist'
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** timesText returns one time, or the first and the last of several that differ, each as timeText does. */
export function timesText(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const ends = [sorted.at(0) ?? NaN, sorted.at(-1) ?? NaN].map(timeText)
  return [...new Set(ends)].join(' to ')
}

/** durationText returns milliseconds as `45 s` or `3 min 5 s`, never less than a second. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000))
  return seconds < 60 ? `${String(seconds)} s` : `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`
}
