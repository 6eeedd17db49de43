import { display } from '../shared/display.ts'
import { markdownCode } from './markdown.ts'
import type { Comparison } from '../types.ts'

/** comparisonLine returns the log line about what was compared, and what was not. */
export function comparisonLine(comparison: Comparison): string {
  return sentence(comparison, (text) => `'${display(text, 1000)}'`)
}

/** comparisonNote returns the same as a paragraph of Markdown. */
export function comparisonNote(comparison: Comparison): string {
  return `${sentence(comparison, markdownCode)}\n`
}

function sentence({ byDigest, items, unset }: Comparison, quote: (text: string) => string): string {
  const how = byDigest ? `Compared by digest only, since ${quote('files')} is empty` : 'Compared'
  const compared = items.map(({ name, value }) => (value === undefined ? name : `${name} ${quote(value)}`)).join(', ')
  const open = unset.length === 0 ? '' : `; not compared, since not set: ${unset.map(quote).join(', ')}`
  return `${how}: ${compared}${open}`
}
