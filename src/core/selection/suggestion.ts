import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { display } from '../shared/display.ts'
import type { Text } from '../shared/wording.ts'
import { nearestNames } from './nearest-names.ts'

/** suggestion returns what to do about a path that leads to nothing: the names that look like it, where there are any. */
export async function suggestion(line: string, workspace: string): Promise<Text> {
  const { dir, base } = path.parse(line)
  const near = nearestNames(base, await namesIn(path.resolve(workspace, dir)))
  const names = near.map((name) => `'${display(path.posix.join(dir.replaceAll(path.sep, '/'), name))}'`)
  const meant = names.length > 0 ? `did you mean ${names.join(' or ')}? ` : ''
  return ({ directory, either }) =>
    `${meant}Paths start at ${directory}${either('; check that an earlier step of this job makes the file', '')}`
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory)
  } catch {
    return []
  }
}
