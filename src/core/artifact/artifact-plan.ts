/*
 * Owns what the workflow artifact is called and where each file lies inside it, decided before anything is asked for
 * or written. Must not touch the disk or the network.
 */
import { downloadNames } from '../files/download-names.ts'
import { fileNameProblem } from '../files/names.ts'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import type { ArtifactFile } from '../types.ts'

/** ArtifactPlan is an artifact's name and the files that will go into it. */
export interface ArtifactPlan {
  readonly name: string
  /** What it is called where another job of the same matrix has that name. */
  readonly matrixName?: string
  readonly files: readonly ArtifactFile[]
}

// Leaves room for the `-2` of an upload that has to give way.
const LONGEST_NAME = 250
const SUFFIX = '.sigstore'

// What the artifact service refuses, because some file system does (@actions/artifact, path and name validation), and the
// backslash, which the library turns into a slash.
const refusedInMember = /[":<>|*?\\]/
const refusedInName = /[":<>|*?\\/]/

/**
 * planArtifact returns the artifact's name (the input, or one made of the signed files' names; for a job of a matrix, by its
 * index, a second one) and the members of the files at `paths` (absolute). Throws E_INPUT_ARTIFACT_NAME for an input, E_FILE_NAME for a file that the service refuses.
 */
export function planArtifact(
  input: string | undefined,
  fileNames: readonly string[],
  paths: readonly string[],
  jobIndex?: number,
): ArtifactPlan {
  const files = members(paths)
  if (input !== undefined) {
    checkName(input)
    return { name: input, files }
  }
  const matrixName = jobIndex === undefined ? {} : { matrixName: defaultName(fileNames, `.${String(jobIndex)}`) }
  return { name: defaultName(fileNames), ...matrixName, files }
}

function checkName(name: string): void {
  const problem = nameProblem(name)
  if (problem === undefined) return
  throw new ActionError('E_INPUT_ARTIFACT_NAME', `Input 'artifact-name' ${problem}, got '${display(name)}'`, {
    fix: 'use letters, digits and . _ + - only, or leave it out',
  })
}

/** suffixedName returns the name with a suffix, cut so that the service takes the whole. */
export function suffixedName(name: string, suffix: string): string {
  return name.slice(0, LONGEST_NAME + 3 - suffix.length) + suffix
}

function nameProblem(name: string): string | undefined {
  const refused = refusedInName.exec(name)
  if (refused !== null) return `contains the character '${refused[0]}'`
  if (/^\.*$/.test(name) || name.length > LONGEST_NAME) return 'is not a valid artifact name'
  return fileNameProblem(name)
}

function defaultName(fileNames: readonly string[], index = ''): string {
  const [first = 'files', ...others] = fileNames.map((name) => name.split('/').at(-1))
  const suffix = `${others.length === 0 ? '' : `-and-${String(others.length)}-more`}${index}${SUFFIX}`
  return first.replace(/[^A-Za-z0-9._+-]/gu, '_').slice(0, LONGEST_NAME - suffix.length) + suffix
}

function members(paths: readonly string[]): readonly ArtifactFile[] {
  const names = downloadNames(paths)
  return paths.map((file, index) => {
    const member = names[index] ?? ''
    const refused = refusedInMember.exec(member)?.[0]
    const problem = refused === undefined ? fileNameProblem(member) : `contains the character '${refused}'`
    if (problem === undefined) return { path: file, member }
    throw new ActionError('E_FILE_NAME', `'${display(member)}' cannot go into a workflow artifact: it ${problem}`, {
      fix: 'rename the file, or set `upload-artifact: false`',
    })
  })
}
