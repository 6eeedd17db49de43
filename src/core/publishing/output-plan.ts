/*
 * Owns where the files of each subject go, and a list of checksums, and finds out before anything is published that they can go there.
 * Must not write them; what it makes is the directories that they go to, and a file that it removes at once.
 */
import { realpathSync } from 'node:fs'
import path from 'node:path'
import { isMissing, writeError } from '../files/file-error.ts'
import { isInside, shownPath } from '../files/names.ts'
import { checksumSuffix, signatureSuffixes } from '../files/signature-names.ts'
import type { Place } from '../selection/select-subjects.ts'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { refuseUnlessPlain } from './checksum-files.ts'
import { refuseUnlistable } from './checksum-names.ts'
import { judgeDirectory, openDirectory } from './output-directory.ts'
import { refuseUnlessReplaceable } from './replaceable.ts'
import type { OutputPaths, WantedChecksums } from '../types.ts'

/** PlannedOutput is where one subject's files go. */
export interface PlannedOutput {
  readonly name: string
  readonly paths: OutputPaths
}

/** OutputPlan is where all files go, in the order of the subjects, a list of checksums last, and what the log is to say about it. */
export interface OutputPlan {
  readonly outputs: readonly PlannedOutput[]
  readonly remarks: readonly string[]
}

/** PlanOptions are which checksum files are made, and whether nothing on the disk may change, not even for a moment. */
export interface PlanOptions {
  readonly made?: WantedChecksums | undefined
  /** True where the files are attached to a release, too. */
  readonly isAttached?: boolean
  readonly dryRun?: boolean
}

/**
 * prepareOutputs returns where each subject's files go: the output directory, which is made; without one beside the file
 * as named, where the real path of that directory is inside the workspace (one that is missing, as for a subject signed by
 * digest, is made there); else the workspace itself, with a remark. A list of checksums goes where all the other files go,
 * else to the workspace. Throws E_OUTPUT_NAME when two files would get one name, or a checksum file could not name one,
 * E_OUTPUT_PATH when a place is taken by anything but a file of our form, or cannot be written to.
 */
export function prepareOutputs(
  subjects: readonly Place[],
  workspace: string,
  outputDirectory: string | undefined,
  { made, isAttached = false, dryRun = false }: PlanOptions = {},
): OutputPlan {
  const names = subjects.map(({ name }) => name)
  if (made !== undefined) refuseUnlistable(names, made, isAttached)
  const given = outputDirectory === undefined ? undefined : path.resolve(workspace, outputDirectory)
  const remarks: string[] = []
  const ofSubjects = subjects.map((subject) => {
    const beside = path.dirname(subject.path)
    const directory = given ?? (isInWorkspace(beside, workspace) ? beside : workspace)
    if (given === undefined && directory !== beside) {
      remarks.push(
        `The signature files of '${display(subject.name)}' go to the workspace, its own directory is not in it`,
      )
    }
    return { name: subject.name, paths: outputPaths(directory, subject, made) }
  })
  const outputs = made?.kind === 'list' ? [...ofSubjects, listOutput(made.name, ofSubjects, workspace)] : ofSubjects
  refuseCollisions(subjects, outputs)
  const files = outputs.flatMap(({ paths }) => everyPath(paths))
  const open = dryRun ? judgeDirectory : openDirectory
  for (const directory of new Set(files.map((file) => path.dirname(file)))) open(directory)
  for (const { paths } of outputs) {
    for (const file of signaturePaths(paths)) refuseUnlessReplaceable(file, shownPath(workspace, file))
    if (paths.checksums !== undefined) refuseUnlessPlain(paths.checksums, shownPath(workspace, paths.checksums))
  }
  return { outputs, remarks }
}

function outputPaths(directory: string, subject: Pick<Place, 'path'>, made?: WantedChecksums): OutputPaths {
  const file = path.join(directory, path.basename(subject.path))
  return {
    signature: file + signatureSuffixes.signature,
    certificate: file + signatureSuffixes.certificate,
    bundle: file + signatureSuffixes.bundle,
    ...(made?.kind === 'each' ? { checksums: file + checksumSuffix } : {}),
  }
}

function listOutput(name: string, outputs: readonly PlannedOutput[], workspace: string): PlannedOutput {
  const names = new Map<string, string>()
  for (const output of outputs) {
    const baseName = path.posix.basename(output.name)
    const other = names.get(baseName)
    if (other !== undefined) throw collision(output.name, other, baseName)
    names.set(baseName, output.name)
  }
  const [first = workspace, ...others] = new Set(outputs.map(({ paths }) => path.dirname(paths.bundle)))
  const list = path.join(others.length === 0 ? first : workspace, name)
  return {
    name: shownPath(workspace, list),
    paths: { ...outputPaths(path.dirname(list), { path: list }), checksums: list },
  }
}

/** everyPath returns the absolute paths of a subject's files. */
export function everyPath(paths: OutputPaths): readonly string[] {
  return [...signaturePaths(paths), ...(paths.checksums === undefined ? [] : [paths.checksums])]
}

function signaturePaths({ signature, certificate, bundle }: OutputPaths): readonly string[] {
  return [signature, certificate, bundle]
}

/** Of a directory that is missing, the nearest one above it that is there tells where it would be. */
function isInWorkspace(directory: string, workspace: string): boolean {
  try {
    return isInside(realpathSync(directory), realpathSync(workspace))
  } catch (error) {
    if (isMissing(error))
      return path.dirname(directory) !== directory && isInWorkspace(path.dirname(directory), workspace)
    throw writeError('E_OUTPUT_PATH', error, directory)
  }
}

function refuseCollisions(subjects: readonly Place[], outputs: readonly PlannedOutput[]): void {
  const owners = new Map(subjects.map((subject) => [subject.path, subject.name]))
  for (const { name, paths } of outputs) {
    for (const file of everyPath(paths)) {
      const owner = owners.get(file)
      if (owner !== undefined) throw collision(name, owner, path.basename(file))
      owners.set(file, name)
    }
  }
}

function collision(first: string, second: string, file: string): ActionError {
  const both = `'${display(second)}' and '${display(first)}'`
  return new ActionError('E_OUTPUT_NAME', `${both} both need the file name '${display(file)}'`, {
    fix: "give the files different names, leave out 'output-directory', or sign them in separate steps",
  })
}
