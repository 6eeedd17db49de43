/*
 * Owns how the lines of `files` become files: a line is a name before it is a pattern, `!` excludes, every line must
 * match something, and each file counts once. Must not read any file.
 */
import { lstat, realpath } from 'node:fs/promises'
import path from 'node:path'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { distinctFiles } from './distinct-files.ts'
import { fileError, isMissing, missingFile } from '../files/file-error.ts'
import { withoutSignatures, type FoundFiles } from './left-out.ts'
import { withoutMade } from './made-checksums.ts'
import { absolutePattern, escapePattern, hasPatternCharacter } from './patterns.ts'
import { inPlainPlace, inspectFile, refuseName } from '../files/selected-file.ts'
import { suggestion } from './suggestion.ts'
import type { Log, MatchPattern, SelectedFile, WantedChecksums, Work } from '../types.ts'

/** Found is what one line led to; `excluded` when only the exclusions left it with nothing. */
interface Found extends FoundFiles {
  readonly line: string
  readonly excluded: boolean
}

/** FileTools are what the selection of files needs from outside. */
export interface FileTools {
  readonly log: Log
  readonly matchPattern: MatchPattern
  /** Checksum files that this run makes: what patterns catch of them is no file to sign. */
  readonly made?: WantedChecksums | undefined
}

/**
 * selectFiles returns the files that the lines name, in their order, looked at but not read. Throws E_INPUT_FILES,
 * E_FILE_NOT_FOUND when a line matches nothing, and what inspectFile throws.
 */
export async function selectFiles(
  lines: readonly string[],
  workspace: string,
  { log, matchPattern, made }: FileTools,
  work: Work = 'signing',
): Promise<readonly SelectedFile[]> {
  const inclusions = lines.filter((line) => !line.startsWith('!'))
  const exclusions = await readExclusions(lines, workspace, log)
  const found: Found[] = []
  for (const line of inclusions) found.push(await findLine(line, workspace, exclusions, matchPattern))
  await refuseUnmatched(found, inclusions.length, workspace)
  const others = made === undefined ? found : withoutMade(found, made, workspace, log)
  const paths = distinctFiles(withoutSignatures(others, workspace, { log, work }), workspace, log)
  if (paths.length === 0) {
    throw new ActionError('E_INPUT_FILES', ({ subject }) => `${subject('files')} leaves no file`, {
      fix: "give at least one line that no '!' line takes away; signature files are left out",
    })
  }
  const files: SelectedFile[] = []
  for (const file of paths) files.push(await inspectFile(file, workspace))
  await logRealPaths(files, workspace, log)
  return files
}

async function readExclusions(lines: readonly string[], workspace: string, log: Log): Promise<readonly string[]> {
  const exclusions: string[] = []
  const useless: string[] = []
  for (const line of lines.filter((one) => one.startsWith('!'))) {
    const text = line.slice(1).trim()
    const literal = await exists(path.resolve(workspace, text))
    exclusions.push(literal ? escapePattern(path.resolve(workspace, text)) : absolutePattern(text, workspace))
    if (!literal && !hasPatternCharacter(text)) useless.push(`'${display(line)}'`)
  }
  // A misspelt exclusion lets a file be signed that was not to be: a person has to see that.
  if (useless.length > 0) log.notice(`Nothing is excluded by ${useless.join(', ')}: there is no such file`)
  return exclusions
}

async function findLine(
  line: string,
  workspace: string,
  exclusions: readonly string[],
  matchPattern: MatchPattern,
): Promise<Found> {
  const file = path.resolve(workspace, line)
  const literal = await exists(file)
  if (!literal && !hasPatternCharacter(line)) return { line, literal, files: [], excluded: false }
  if (literal && exclusions.length === 0) return { line, literal, files: [file], excluded: false }
  const pattern = literal ? escapePattern(file) : absolutePattern(line, workspace)
  if (literal) await inspectFile(file, workspace)
  const { files, directories } = await matchPattern(pattern, exclusions)
  if (files.length > 0) return { line, literal, files, excluded: false }
  if (directories) {
    throw new ActionError('E_FILE_TYPE', `Pattern '${display(line)}' matched only directories`, {
      fix: `write '${display(line.replace(/\/+$/, ''))}/*' for the files in them`,
    })
  }
  const excluded = literal || (exclusions.length > 0 && (await matchPattern(pattern, [])).files.length > 0)
  return { line, literal, files: [], excluded }
}

async function refuseUnmatched(found: readonly Found[], lines: number, workspace: string): Promise<void> {
  const unmatched = found.filter(({ files, excluded }) => files.length === 0 && !excluded).map(({ line }) => line)
  const [first] = unmatched
  if (first === undefined) return
  refuseName(first)
  const fix = await suggestion(first, workspace)
  if (lines > 1) {
    const list = unmatched.slice(0, 5).map((line) => `'${display(line)}'`)
    const more = unmatched.length > list.length ? ', ...' : ''
    throw new ActionError(
      'E_FILE_NOT_FOUND',
      `${unmatched.length} of ${lines} paths matched nothing: ${list.join(', ')}${more}`,
      { fix },
    )
  }
  if (!hasPatternCharacter(first)) throw missingFile(first, fix)
  throw new ActionError('E_FILE_NOT_FOUND', `Pattern '${display(first)}' matched no files`, { fix })
}

async function logRealPaths(files: readonly SelectedFile[], workspace: string, log: Log): Promise<void> {
  const realWorkspace = await realpath(workspace)
  for (const { name, realPath } of files.filter((one) => !inPlainPlace(one, realWorkspace))) {
    const where = name === realPath ? 'lies outside the workspace' : `leads to the file '${display(realPath)}'`
    log.info(`'${display(name)}' ${where}`)
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw fileError(error, file)
  }
}
