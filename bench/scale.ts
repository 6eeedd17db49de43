/*
 * Owns the geometry of a chart: numbers to places on a logarithmic axis, its round ticks, and labels that do not lie on
 * each other. Draws nothing.
 */

/** Scale leads from a number to a place. */
export type Scale = (value: number) => number

/** Range is two ends, in either order. */
export type Range = readonly [number, number]

/** logScale returns the scale that has the ends of `domain` (both positive) at the ends of `range`. */
export function logScale([first, last]: Range, [start, end]: Range): Scale {
  const length = Math.log(last / first)
  return (value) => start + (Math.log(value / first) / length) * (end - start)
}

/** powersAround returns the powers of `base` from the last one at or below the least value to the first at or above the greatest. */
export function powersAround(values: readonly number[], base: number): number[] {
  const power = (value: number) => Math.log(value) / Math.log(base)
  // Logarithms of whole powers are off by the last bit.
  const low = Math.floor(power(Math.min(...values)) + 1e-9)
  const high = Math.ceil(power(Math.max(...values)) - 1e-9)
  return Array.from({ length: Math.max(high - low, 1) + 1 }, (_, index) => base ** (low + index))
}

/** spreadOut moves places apart until each is `gap` from the next, within the range as far as they fit; keeps their order. */
export function spreadOut(places: readonly number[], gap: number, [top, bottom]: Range): number[] {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place)
  const moved = order.map(({ place }) => place)
  for (let index = 0; index < moved.length; index++)
    moved[index] = Math.max(moved[index] ?? 0, index === 0 ? top : (moved[index - 1] ?? 0) + gap)
  for (let index = moved.length - 1; index >= 0; index--)
    moved[index] = Math.min(moved[index] ?? 0, index === moved.length - 1 ? bottom : (moved[index + 1] ?? 0) - gap)
  const result = [...places]
  for (const [index, { index: original }] of order.entries()) result[original] = moved[index] ?? 0
  return result
}
