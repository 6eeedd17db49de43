/*
 * Owns what is a pattern and how one is written, rooted and escaped; the matching itself is a port. Must not touch the disk.
 */
import path from 'node:path'

/** hasPatternCharacter tells whether a line could be a pattern at all. */
export function hasPatternCharacter(line: string): boolean {
  return /[*?[]/.test(line)
}

/** escapePattern returns text that as a pattern matches only itself. */
export function escapePattern(text: string): string {
  const escaped = path.sep === '\\' ? text : text.replaceAll('\\', '\\\\')
  return escaped.replace(/[[?*]/g, '[$&]')
}

/** absolutePattern returns a pattern rooted in the workspace; `.` and `..`, which the library refuses, are resolved. */
export function absolutePattern(pattern: string, workspace: string): string {
  return path.normalize(path.isAbsolute(pattern) ? pattern : `${escapePattern(workspace)}/${pattern}`)
}
