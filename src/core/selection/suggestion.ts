import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { display } from '../shared/display.ts'
import type { Text } from '../shared/wording.ts'
import { nearestNames } from '../shared/nearest-names.ts'
import { hasPatternCharacter } from './patterns.ts'

/**
 * suggestion returns what to do about a path that leads to nothing: to part it where it holds several, as other tools write
 * them; else the names that look like it, where there are any.
 */
export async function suggestion(line: string, workspace: string): Promise<Text> {
  const several = severalPaths(line, workspace)
  if (several.length > 0) {
    return ({ either }) =>
      either(
        `write one path a line:\nfiles: |\n${several.map((one) => `  ${one}`).join('\n')}`,
        'give each path as an argument of its own',
      )
  }
  const { dir, base } = path.parse(line)
  const near = nearestNames(base, await namesIn(path.resolve(workspace, dir)))
  const names = near.map((name) => `'${display(path.posix.join(dir.replaceAll(path.sep, '/'), name))}'`)
  const meant = names.length > 0 ? `did you mean ${names.join(' or ')}? ` : ''
  return ({ directory, either }) =>
    `${meant}Paths start at ${directory}${either('; check that an earlier step of this job makes the file', '')}`
}

/** The parts of a line between spaces or commas, where any of them leads to something or is a pattern; else none. */
function severalPaths(line: string, workspace: string): readonly string[] {
  const parts = line.split(/[\s,]+/).filter((part) => part !== '')
  const leads = (part: string): boolean => hasPatternCharacter(part) || existsSync(path.resolve(workspace, part))
  return parts.length > 1 && parts.some(leads) ? parts.map((part) => display(part)) : []
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory)
  } catch {
    return []
  }
}
