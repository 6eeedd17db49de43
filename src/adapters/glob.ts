/*
 * Owns @actions/glob: one pattern in, the files that it matches out, with nothing dropped in silence. The library
 * leaves out broken links and names that are not UTF-8; here they come back as matches or as errors.
 * Must not decide what is a pattern, nor look at the files.
 */
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { GlobOptions, Globber } from '@actions/glob'
import { errorNumberName, errorPath, fileError, isMissing } from '../core/files/file-error.ts'
import { escapePattern } from '../core/selection/patterns.ts'
import { refuseName } from '../core/files/selected-file.ts'
import type { Matches } from '../core/types.ts'

/**
 * matchPattern returns what an absolute pattern matches, less what the exclusions (absolute patterns) match. Throws
 * E_FILE_NAME for a name on the way that is not UTF-8, E_FILE_LOOP, E_FILE_PERMISSION, E_FILE_READ.
 */
export async function matchPattern(pattern: string, exclusions: readonly string[]): Promise<Matches> {
  const search = withExclusions(pattern, exclusions)
  try {
    const files = await findFiles(pattern, exclusions)
    const directories = files.length === 0 && (await find(search, { matchDirectories: true })).length > 0
    return { files, directories }
  } catch (error) {
    const place = errorPath(error) ?? pattern
    refuseName(place)
    throw fileError(error, place)
  }
}

async function findFiles(pattern: string, exclusions: readonly string[]): Promise<readonly string[]> {
  const search = withExclusions(pattern, exclusions)
  try {
    return await find(search, { omitBrokenSymbolicLinks: false })
  } catch (error) {
    // Without a system error behind it, the walk met a broken link, which need not be one that the pattern matches.
    if (errorNumberName(error) !== '') throw error
    return [...(await find(search)), ...(await findBrokenLinks(pattern, exclusions))].toSorted()
  }
}

/** findBrokenLinks walks without following links; only a link on the literal part of the pattern is followed first. */
async function findBrokenLinks(pattern: string, exclusions: readonly string[]): Promise<readonly string[]> {
  const [start = pattern] = (await newGlobber(pattern)).getSearchPaths()
  if (await isBroken(start)) return [start]
  const realStart = await realpath(start)
  const variablePart = segments(pattern).slice(segments(start).length)
  const links = await find([escapePattern(realStart), ...variablePart].join(path.sep), { followSymbolicLinks: false })
  const broken: string[] = []
  for (const link of links) {
    const named = path.join(start, path.relative(realStart, link))
    const search = withExclusions(escapePattern(named), exclusions)
    if ((await isBroken(link)) && (await find(search, { followSymbolicLinks: false })).length > 0) broken.push(named)
  }
  return broken
}

async function find(search: string, options: GlobOptions = {}): Promise<string[]> {
  const globber = await newGlobber(search, { implicitDescendants: false, matchDirectories: false, ...options })
  return globber.glob()
}

/** The library, which loads an HTTP client, too, is loaded by the first pattern: most runs name their files. */
async function newGlobber(search: string, options?: GlobOptions): Promise<Globber> {
  const { create } = await import('@actions/glob')
  return create(search, options)
}

function withExclusions(pattern: string, exclusions: readonly string[]): string {
  return [pattern, ...exclusions.map((exclusion) => `!${exclusion}`)].join('\n')
}

function segments(text: string): readonly string[] {
  return text.split(path.sep).filter((segment) => segment !== '')
}

async function isBroken(file: string): Promise<boolean> {
  try {
    await stat(file)
    return false
  } catch (error) {
    if (isMissing(error)) return true
    throw error
  }
}
