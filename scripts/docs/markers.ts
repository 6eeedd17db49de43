/*
 * Owns the places in a page that a script fills: between a marker that opens and one that ends. Must not know with what.
 */

/** between returns the text with new content between two markers; throws where one is missing. */
export function between(text: string, open: string, end: string, content: string): string {
  const [before, rest] = halves(text, open)
  const [, after] = halves(rest, end)
  return `${before}${open}${content}${end}${after}`
}

function halves(text: string, marker: string): readonly [string, string] {
  const position = text.indexOf(marker)
  if (position === -1) throw new Error(`the page has no ${marker.trim()}`)
  return [text.slice(0, position), text.slice(position + marker.length)]
}
