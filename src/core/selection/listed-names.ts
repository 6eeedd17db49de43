/*
 * Owns which names a checksum line may give to a file, on Windows too, and when two of them are one file. Must not touch the
 * disk: the platform is an argument, so that any machine can tell.
 */
import path from 'node:path'
import { fileNameProblem } from '../files/names.ts'

/** nameProblem returns what makes a listed name unusable ("is an absolute path"), or undefined. */
export function nameProblem(name: string, platform: NodeJS.Platform): string | undefined {
  if (name === '-') return 'is what sha256sum calls its standard input'
  if (path.posix.isAbsolute(name) || path.win32.isAbsolute(name)) return 'is an absolute path'
  // `D:x` is relative to wherever drive D happens to stand.
  if (/^[A-Za-z]:/.test(name)) return 'names a drive'
  if (name.split(/[\\/]/).includes('..')) return "leads out of its directory with '..'"
  if (/(^|\/)\.?$/.test(name)) return 'is not the name of a file'
  return (platform === 'win32' ? windowsProblem(name) : undefined) ?? fileNameProblem(name)
}

/** placeOf returns a text that is the same for two names, relative and normalized, exactly where they lead to one file. */
export function placeOf(name: string, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return name
  return path.posix.normalize(name.replaceAll('\\', '/')).toLowerCase()
}

/** Microsoft's "Naming Files, Paths, and Namespaces": `x.iso:stream` is a part of x.iso, and `x.iso.` is x.iso itself. */
function windowsProblem(name: string): string | undefined {
  if (/[:<>"|?*]/.test(name)) return 'has a character that Windows allows in no file name'
  const parts = name.split(/[\\/]/).filter((part) => part !== '.')
  return parts.some((part) => /[. ]$/.test(part)) ? 'has a part that ends with a dot or a space' : undefined
}
