import { existsSync } from 'node:fs'
import path from 'node:path'
import { display } from '../shared/display.ts'
import type { Text } from '../shared/wording.ts'
import { signatureKind, signatureSuffixes } from '../files/signature-names.ts'
import { nearestFiles } from './nearest-files.ts'
import { hasPatternCharacter } from './patterns.ts'

/**
 * suggestion returns what to do about a path that leads to nothing: to part it where it holds several, as other tools write
 * them; to get the file where only its signature is here; else the names that look like it, where there are any.
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
  const signatures = signaturesOf(line, workspace)
  // A signature file is refused in the place of a file.
  const kinds = [undefined, signatureKind(line)]
  const meant =
    signatures.length > 0
      ? `only its signature is here (${signatures.join(', ')}): get the file itself, too. `
      : await nearestFiles(line, workspace, (name) => kinds.includes(signatureKind(name)))
  return ({ directory, either }) =>
    `${meant}Paths start at ${directory}${either('; check that an earlier step of this job makes the file', '')}`
}

/** The parts of a line between spaces or commas, where any of them leads to something or is a pattern; else none. */
function severalPaths(line: string, workspace: string): readonly string[] {
  const parts = line.split(/[\s,]+/).filter((part) => part !== '')
  const leads = (part: string): boolean => hasPatternCharacter(part) || existsSync(path.resolve(workspace, part))
  return parts.length > 1 && parts.some(leads) ? parts.map((part) => display(part)) : []
}

/** The signature files, as they are shown, that lie where a file does not. */
function signaturesOf(line: string, workspace: string): readonly string[] {
  return Object.values(signatureSuffixes)
    .map((suffix) => line + suffix)
    .filter((name) => existsSync(path.resolve(workspace, name)))
    .map((name) => `'${display(name)}'`)
}
