/*
 * Owns the few Markdown and HTML forms that both job summaries share; GitHub lets through what they use. Must let no text of
 * others act as Markdown or HTML.
 */
import { displayMarkdown } from '../shared/display.ts'
import { isLogPage } from '../shared/public-instances.ts'

/** markdownCode returns untrusted text as code. */
export function markdownCode(text: string): string {
  return `<code>${displayMarkdown(text)}</code>`
}

/** breakableCode returns untrusted text as code that a narrow page may wrap between its parts. */
export function breakableCode(text: string): string {
  return `<code>${breakable(displayMarkdown(text))}</code>`
}

/** markdownLink returns a link to a web address; as code where the address is none. */
export function markdownLink(url: string, text: string): string {
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  return isWeb ? `<a href="${displayMarkdown(url, 2_000)}">${displayMarkdown(text)}</a>` : markdownCode(text)
}

/** logLink returns the index of a log entry as a link to its page, as code where it has none; '' is one that nobody signed. */
export function logLink(index: string, url: string): string {
  if (index === '') return 'not signed'
  // Only digits of an answer may become part of a link.
  return isLogPage(url) && /^\d+$/.test(index) ? markdownLink(url, index) : breakableCode(index)
}

/** logFacts returns, where entries have no page of their own, the addresses of their logs. */
export function logFacts(urls: readonly string[]): readonly Fact[] {
  const logs = new Set(urls.filter((url) => url !== '' && !isLogPage(url)))
  return logs.size === 0 ? [] : [['Log', [...logs].map(markdownCode).join(', ')]]
}

/** Characters of a cell without a place to break, at most: a page of 400 pixels has room for these in two columns. */
const LONGEST_PART = 8

/**
 * A break comes after a separator, so that the parts of a name stay together, else after so many characters; four breaks are
 * a half of a SHA-256. Copying leaves no trace of them.
 */
function breakable(markdown: string): string {
  let length = 0
  // Every character, and every reference to one, but the last.
  return markdown.replace(/(?:&#\d+;|[^])(?!$)/gu, (character) => {
    length++
    const isSeparator = /^(?:[-/.,+= ]|&#(?:95|58|64);)$/.test(character)
    if (length < (isSeparator ? 3 : LONGEST_PART)) return character
    length = 0
    return `${character}<wbr>`
  })
}

/** Fact is a name and a value, which must be safe already. */
export type Fact = readonly [name: string, value: string]

/** markdownFacts returns a list of facts, an empty line after it. */
export function markdownFacts(facts: readonly Fact[]): string {
  return [...facts.map(([name, value]) => `- ${name}: ${value}`), ''].join('\n')
}

/** Column is the head of a table's column, and how many CSS pixels it takes where there is room. */
export interface Column {
  readonly head: string
  readonly width?: number
}

/** htmlTable returns a table, an empty line after it; cells must be safe already. Markdown's own tables know no widths. */
export function htmlTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const head = columns.map(
    ({ head: text, width }) => `<th${width === undefined ? '' : ` width="${width}"`}>${text}</th>`,
  )
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
  return [
    '<table>',
    '<thead>',
    `<tr>${head.join('')}</tr>`,
    '</thead>',
    '<tbody>',
    ...body,
    '</tbody>',
    '</table>',
    '',
  ].join('\n')
}

/** fileColumns are the columns of a table of files; 40 characters of a name and half a digest fit on a line. */
export const fileColumns: readonly Column[] = [
  { head: 'File', width: 365 },
  { head: 'Size' },
  { head: 'SHA-256', width: 300 },
  { head: 'Log entry' },
]

/** markdownFold returns a part that is folded until it is clicked; `summary` must be safe already. */
export function markdownFold(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n</details>\n`
}

/** MOST_ROWS is how many files a summary lists; the output `results` has all. */
export const MOST_ROWS = 100

/** summaryHeading returns the title of a summary of `count` files, of which it lists the first. */
export function summaryHeading(what: 'Signed' | 'Verified', count: number): string {
  const files = count === 1 ? '1 file' : `${count} files`
  const more = count > MOST_ROWS ? `\n\nThe first ${MOST_ROWS} are listed; the output \`results\` has all.` : ''
  return `## ${what} ${files} with Sigstore${more}\n`
}
