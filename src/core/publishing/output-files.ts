/*
 * Owns the writing of signature files: all of them or none, each whole or as it was before. Works synchronously on
 * purpose: no signal handler can run, and so no cancel can end the process, between the first byte and the last rename.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, constants, fchmodSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { writeError } from '../files/file-error.ts'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { refuseUnlessReplaceable, type PlannedOutput } from './output-plan.ts'
import type { Log, OutputPaths, SignatureFiles, SignedSubject, WrittenFile, WrittenSubject } from '../types.ts'

/** signatureFiles returns the text of a subject's three files, and where they go. */
function signatureFiles({ signature, verified, bundleText }: SignedSubject, paths: OutputPaths): SignatureFiles {
  return {
    signature: { path: paths.signature, text: signature },
    certificate: { path: paths.certificate, text: verified.certificate.pem },
    bundle: { path: paths.bundle, text: bundleText },
  }
}

/** everyFile returns a subject's three files. */
export function everyFile({ signature, certificate, bundle }: SignatureFiles): readonly WrittenFile[] {
  return [signature, certificate, bundle]
}

interface StagedFile {
  readonly target: string
  readonly temporary: string
  readonly text: string
}

const MODE = 0o644

/** writeSubjects writes the files of all subjects where `outputs`, in the same order, says; throws what writeOutputs throws. */
export function writeSubjects(
  signed: readonly SignedSubject[],
  outputs: readonly PlannedOutput[],
  log: Log,
): readonly WrittenSubject[] {
  const written = signed.map((subject, index) => {
    const planned = outputs[index]
    if (planned === undefined) throw new TypeError('a subject without a planned output')
    return { ...subject, files: signatureFiles(subject, planned.paths) }
  })
  writeOutputs(
    written.flatMap(({ files }) => everyFile(files)),
    log,
  )
  return written
}

/**
 * writeOutputs writes the files, mode 0644 whatever the umask: staged under other names in the same
 * directories, renamed when all are complete, read back and compared. A regular file in the way is replaced with a
 * log line. On any failure nothing of this run stays. Throws E_OUTPUT_WRITE, E_OUTPUT_PATH.
 */
export function writeOutputs(written: readonly WrittenFile[], log: Log): void {
  const files = written.map(stagedFile)
  const renamed: string[] = []
  try {
    for (const file of files) stage(file)
    for (const { target } of files) {
      if (refuseUnlessReplaceable(target, target)) log.info(`'${display(target)}' existed and is replaced`)
    }
    for (const file of files) {
      rename(file)
      renamed.push(file.target)
    }
    for (const file of files) readBack(file)
  } catch (error) {
    for (const file of [...files.map(({ temporary }) => temporary), ...renamed]) rmSync(file, { force: true })
    throw error
  }
}

function stagedFile({ path: target, text }: WrittenFile): StagedFile {
  return { target, temporary: path.join(path.dirname(target), `.keyless-sign-${randomUUID()}`), text }
}

function stage({ target, temporary, text }: StagedFile): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
  try {
    const descriptor = openSync(temporary, flags, MODE)
    try {
      writeFileSync(descriptor, text)
      fchmodSync(descriptor, MODE)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    throw writeError('E_OUTPUT_WRITE', error, target)
  }
}

function rename({ target, temporary }: StagedFile): void {
  try {
    renameSync(temporary, target)
  } catch (error) {
    throw writeError('E_OUTPUT_WRITE', error, target)
  }
}

function readBack({ target, text }: StagedFile): void {
  let same: boolean
  try {
    same = readFileSync(target).equals(Buffer.from(text))
  } catch (error) {
    throw writeError('E_OUTPUT_WRITE', error, target)
  }
  if (same) return
  throw new ActionError('E_OUTPUT_WRITE', `'${display(target)}' holds other bytes than were written to it`, {
    fix: 'check the disk of the runner, and that no other step writes the same file',
  })
}
