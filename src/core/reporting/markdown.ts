/*
 * Owns the few Markdown forms that both job summaries share. Must let no text of others act as Markdown or HTML.
 */
import { displayMarkdown } from '../shared/display.ts'

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

/** MOST_ROWS is how many files a summary lists; the output `results` has all. */
export const MOST_ROWS = 100

/** summaryHeading returns the title of a summary of `count` files, of which it lists the first, and who vouched for the signer. */
export function summaryHeading(what: 'Signed' | 'Verified', count: number, issuer: string): string {
  const files = count === 1 ? '1 file' : `${String(count)} files`
  const more = count > MOST_ROWS ? ` (the first ${String(MOST_ROWS)} are listed; the output \`results\` has all)` : ''
  return `## ${what} ${files} with Sigstore${more}\n\nIssuer: ${markdownCode(issuer)}\n`
}
