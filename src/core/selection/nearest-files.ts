/*
 * Owns which files are called much like one that is not there. Must not read them.
 */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { display } from '../shared/display.ts'
import { nearestNames } from '../shared/nearest-names.ts'

/**
 * nearestFiles returns the question for up to three files, of those whose base names `isMeant` lets pass, that lie where a path
 * leads and look most like it: `did you mean 'x'? `; '' where there is none.
 */
export async function nearestFiles(
  line: string,
  workspace: string,
  isMeant: (name: string) => boolean,
): Promise<string> {
  const { dir, base } = path.parse(line)
  const near = nearestNames(base, (await namesIn(path.resolve(workspace, dir))).filter(isMeant))
  const names = near.map((name) => `'${display(path.posix.join(dir.replaceAll(path.sep, '/'), name))}'`)
  return names.length > 0 ? `did you mean ${names.join(' or ')}? ` : ''
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory)
  } catch {
    return []
  }
}
