/*
 * Owns the reading of a job summary's Markdown as far as tests look at it.
 */

/** decoded returns Markdown with its character references as characters, and without places to break. */
export function decoded(markdown: string): string {
  return markdown.replaceAll('<wbr>', '').replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
}

/** tableRows returns the cells of every row but the heads, decoded. */
export function tableRows(markdown: string): readonly (readonly string[])[] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('<tr><td>'))
  return rows.map((row) => Array.from(row.matchAll(/<td>(.*?)<\/td>/g), ([, cell = '']) => decoded(cell)))
}

/** withoutBlocks returns Markdown without its blocks of code, in which nothing means anything. */
export function withoutBlocks(markdown: string): string {
  return markdown.replace(/(`{3,})sh\n[^]*?\n\1\n/g, '')
}
