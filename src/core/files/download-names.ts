/*
 * Owns what the files of a run are called where somebody has downloaded them: inside the artifact, in printed commands and
 * in summaries. Must not touch the disk.
 */
import path from 'node:path'

/**
 * downloadNames returns, for files at absolute paths, their base names where these are all different (also where case does
 * not count), else their paths below the directory that all have in common; with `/` on every system.
 */
export function downloadNames(paths: readonly string[]): readonly string[] {
  const baseNames = paths.map((file) => path.basename(file))
  if (new Set(baseNames.map((name) => name.toLowerCase())).size === paths.length) return baseNames
  const common = commonDirectory(paths)
  return paths.map((file) => path.relative(common, file).replaceAll(path.sep, '/'))
}

function commonDirectory(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((file) => path.dirname(file).split(path.sep))
  const differs = first.findIndex((part, depth) => others.some((other) => other[depth] !== part))
  return first.slice(0, differs === -1 ? undefined : differs).join(path.sep) + path.sep
}
