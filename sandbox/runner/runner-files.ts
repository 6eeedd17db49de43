/*
 * Owns the reading of GITHUB_OUTPUT and its like by the rules of the runner's FileCommandManager: `name=value` and
 * `name<<delimiter`. Throws where a runner would fail the step.
 */

/** runnerPairs returns the values in a file command's text, by name; the last one of a name wins. */
export function runnerPairs(text: string): Readonly<Record<string, string>> {
  const pairs: Record<string, string> = {}
  const lines = text.split('\n')
  // What follows the last line feed is no line.
  if (lines.at(-1) === '') lines.pop()
  while (lines.length > 0) {
    const line = lines.shift() ?? ''
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) throw new Error(`no name in '${line}'`)
      pairs[line.slice(0, equals)] = line.slice(equals + 1)
    } else if (heredoc > 0 && line.length > heredoc + 2) {
      const end = lines.indexOf(line.slice(heredoc + 2))
      if (end < 0) throw new Error(`no end for '${line}'`)
      pairs[line.slice(0, heredoc)] = lines
        .splice(0, end + 1)
        .slice(0, -1)
        .join('\n')
    } else {
      throw new Error(`neither name=value nor name<<delimiter: '${line}'`)
    }
  }
  return pairs
}
