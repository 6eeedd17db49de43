/*
 * Owns the little that the harness needs of an action.yml: which inputs there are and their defaults. Reads block
 * mappings indented by two spaces and plain or quoted one-line defaults; throws on any other kind of default.
 */
import { readFileSync } from 'node:fs'

/** inputDefaults returns the default of every input, '' where it has none. */
export function inputDefaults(actionFile: string): ReadonlyMap<string, string> {
  const defaults = new Map<string, string>()
  let isInputs = false
  let input = ''
  for (const line of readFileSync(actionFile, 'utf8').split(/\r?\n/)) {
    if (/^\S/.test(line) && !line.startsWith('#')) isInputs = line.startsWith('inputs:')
    if (!isInputs) continue
    const name = /^ {2}(\w[^:]*):\s*$/.exec(line)?.[1]
    const value = /^ {4}default:(.*)$/.exec(line)?.[1]
    if (name !== undefined) {
      input = name
      defaults.set(name, '')
    } else if (value !== undefined) {
      defaults.set(input, scalar(value.trim()))
    }
  }
  return defaults
}

/** A YAML scalar on one line. */
function scalar(text: string): string {
  const quoted = /^'((?:[^']|'')*)'(?:\s+#.*)?$/.exec(text)?.[1]
  if (quoted !== undefined) return quoted.replaceAll("''", "'")
  if (/^"[^"\\]*"$/.test(text)) return text.slice(1, -1)
  if (/^[|>&*"[{]/.test(text)) throw new Error(`a default that this reader does not know: ${text}`)
  return text.replace(/\s+#.*$/, '')
}
