/*
 * Owns the few Markdown forms of the job summaries. Must let no text of others act as Markdown or HTML.
 */
import { displayMarkdown } from './display.ts'

/** markdownCode returns untrusted text as code that is safe in a table cell. */
export function markdownCode(text: string): string {
  return `<code>${displayMarkdown(text)}</code>`
}

/** markdownLink returns a link to a web address; as code where the address is none. */
export function markdownLink(url: string, text: string): string {
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  return isWeb ? `<a href="${displayMarkdown(url)}">${displayMarkdown(text)}</a>` : markdownCode(text)
}

/** markdownTable returns a table, an empty line after it; cells must be safe already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const [first, ...rest] = [head, ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return [first, `|${'---|'.repeat(head.length)}`, ...rest, ''].join('\n')
}
