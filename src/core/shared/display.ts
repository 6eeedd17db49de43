/*
 * Owns how text that we did not write (file names, inputs, server answers) is made harmless before people see it.
 * Must not be used for outputs or for commands to paste: what it returns is for eyes, not for machines.
 */

/** REDACTED stands where a secret was. */
const REDACTED = '[redacted]'

// A JWT starts with the base64 of `{"`, also when it was base64-encoded once more; a SAS URL carries `sig=`; what stands
// before the host of a URL is a user's name and password.
const secrets: readonly (readonly [RegExp, string])[] = [
  [/(?:eyJ|ZXlK)[\w+/=-]{16,}(?:\.[\w-]*)*/g, REDACTED],
  [/\b(sig(?:=|%3D))[^&\s"'<>]+/gi, `$1${REDACTED}`],
  [/\b(Bearer\s+)[\w.~+/=-]{8,}/gi, `$1${REDACTED}`],
  [/(:\/\/)[^\s/]+@/g, `$1${REDACTED}@`],
  [/\b(?:gh[a-z]_|github_pat_)\w{20,}/g, REDACTED],
]

/** redact returns text without what looks like a JWT, a bearer, a GitHub token, a SAS signature or a URL's user. */
export function redact(text: string): string {
  return secrets.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text)
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
}

// Control (C0, C1), format (bidirectional, zero-width, tags), lone surrogates, line and paragraph separators, and all that
// the runner's culture-aware comparison of strings may skip when it looks for `::` and `##[`.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** escapeInvisible returns text with every character that a terminal or a reader does not show written out as in JSON. */
export function escapeInvisible(text: string): string {
  return text.replace(invisible, (character) => {
    const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    return shortEscapes[character] ?? units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
  })
}

/**
 * display returns untrusted text safe for a log line or an annotation: one line, secrets redacted, invisible characters
 * written out, and no workflow command: the runner obeys `::x::` at the start of a line and `##[x]` anywhere in it
 * (actions/runner, ActionCommand.cs). Cut at `limit` characters with an ellipsis. Applying it twice changes nothing.
 */
export function display(text: string, limit = 300): string {
  const harmless = escapeInvisible(redact(text))
    .replaceAll('##[', '##\\[')
    .replace(/^(\s*)::/, '$1\\::')
  if (harmless.length <= limit) return harmless
  return `${harmless.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** listed returns the first `most` of texts that are harmless already, and how many more there are: `'a', 'b' and 3 more`. */
export function listed(texts: readonly string[], most: number): string {
  const more = texts.length - most
  return texts.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/**
 * displayMarkdown returns untrusted text safe inside an HTML element of a Markdown table cell: everything that HTML,
 * Markdown, tables, autolinks, mentions or formulas could give a meaning to is a character reference.
 */
export function displayMarkdown(text: string, limit = 300): string {
  return display(text, limit)
    .replace(/[^\p{L}\p{N}\p{M}\p{S} \-/.,=+…]|[<>|`~$^]/gu, reference)
    .replace(/(?<=www)\./gi, reference)
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`
}
