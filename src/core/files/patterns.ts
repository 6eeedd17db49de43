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

/** Matches are what one pattern matched: absolute paths of files and broken links, and whether directories matched. */
export interface Matches {
  readonly files: readonly string[]
  readonly directories: boolean
}

/**
 * MatchPattern returns what an absolute pattern matches, less what the exclusions (absolute patterns) match. Throws
 * E_FILE_NAME for a name on the way that is not UTF-8, E_FILE_LOOP, E_FILE_PERMISSION, E_FILE_READ.
 */
export type MatchPattern = (pattern: string, exclusions: readonly string[]) => Promise<Matches>
