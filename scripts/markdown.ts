/*
 * Owns the writing of a Markdown table, which prettier may align. Must not know what is in it.
 */

/** table returns a table whose cells are one line each; a bar in one is escaped. `rule` is the delimiter of each column. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  rule: readonly string[] = head.map(() => '---'),
): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [head, rule, ...rows].map(line).join('\n')
}
