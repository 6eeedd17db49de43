/*
 * Owns the writing of signature files: all of them, or none. Works synchronously on purpose: no signal handler can run, and
 * so no cancel can end the process, between the first byte and the last rename.
 *
 * When it returns, every file is the new one. When it throws, every file is as it was before; should even that fail, the
 * error says under which name the older file lies beside it. When the process is killed within, by SIGKILL or with its
 * machine, no file is half of anything, an older one that is not at its place lies beside it as `.keyless-sign-<UUID>`, and
 * only then can new and old ones stand side by side.
 */
import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { display, listed } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { assertKept } from './checksum-files.ts'
import type { PlannedOutput } from './output-plan.ts'
import { refuseUnlessReplaceable } from './replaceable.ts'
import { place, readBack, setAside, stage, stagedFile, type StagedFile, type Undo } from './staged-file.ts'
import type {
  ChecksumFile,
  Log,
  OutputPaths,
  SignatureFiles,
  SignedSubject,
  WrittenFile,
  WrittenSubject,
} from '../types.ts'

/** Of so many older files the log gives the names. */
const MOST_NAMES = 6

/** signatureFiles returns the text of a subject's files, and where they go. */
function signatureFiles(subject: SignedSubject, paths: OutputPaths): SignatureFiles {
  const { signature, verified, bundle, checksums } = subject
  return {
    signature: { path: paths.signature, text: () => signature },
    certificate: { path: paths.certificate, text: () => verified.certificate.pem },
    bundle: { path: paths.bundle, text: bundle },
    ...(checksums && { checksums: checksumFile(checksums) }),
  }
}

function checksumFile({ path: file, text }: ChecksumFile): WrittenFile {
  return { path: file, text: () => text }
}

/** everyFile returns a subject's files. */
export function everyFile({ signature, certificate, bundle, checksums }: SignatureFiles): readonly WrittenFile[] {
  return [signature, certificate, bundle, ...(checksums === undefined ? [] : [checksums])]
}

/**
 * writeSubjects writes the files of all subjects where `outputs`, in the same order, says; checksum files that are there
 * already are kept. Throws what writeOutputs throws.
 */
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
  const kept = signed.flatMap(({ checksums }) => (checksums?.isThere === true ? [checksumFile(checksums)] : []))
  const isKept = new Set(kept.map((file) => file.path))
  const files = written.flatMap((subject) => everyFile(subject.files).filter((file) => !isKept.has(file.path)))
  writeOutputs(files, log, kept)
  return written
}

/**
 * writeOutputs writes the files, mode 0644, and says afterwards which older ones they have replaced, in one line. All are staged under
 * other names first, then all older ones are set aside, then each gets its place and is read back, and so are those that are
 * kept. Throws E_OUTPUT_WRITE, E_OUTPUT_PATH where something came into the way since the plan was made, and what assertKept throws.
 */
export function writeOutputs(written: readonly WrittenFile[], log: Log, kept: readonly WrittenFile[] = []): void {
  const files = written.map(stagedFile)
  const undo: Undo[] = []
  let replaced: readonly StagedFile[] = []
  try {
    for (const file of files) undo.push(stage(file))
    replaced = files.filter(({ target }) => refuseUnlessReplaceable(target, target))
    for (const file of replaced) undo.push(setAside(file))
    for (const file of files) undo.push(place(file))
    for (const file of files) readBack(file)
    for (const file of kept) assertKept(file)
  } catch (error) {
    for (const step of undo.toReversed()) attempt(step)
    throw withLeftovers(error, replaced)
  }
  for (const { older } of replaced) {
    attempt(() => {
      rmSync(older, { force: true })
    })
  }
  const names = replaced.map(({ target }) => `'${display(path.basename(target))}'`)
  if (names.length > 0) log.info(`Older files have been replaced: ${listed(names, MOST_NAMES)}`)
}

/** What cannot be taken back must not keep the rest from being. */
function attempt(step: Undo): void {
  try {
    step()
  } catch {
    // The caller looks at what is left.
  }
}

function withLeftovers(error: unknown, replaced: readonly StagedFile[]): unknown {
  const left = replaced.filter(({ older }) => existsSync(older))
  if (left.length === 0 || !(error instanceof ActionError)) return error
  const list = left.map(({ target, older }) => `'${display(target)}' as '${display(path.basename(older))}'`)
  return new ActionError(error.code, `${error.message}; kept beside it: the older ${list.join(', ')}`, {
    fix: `${error.fix}; then give the older files their names again`,
    cause: error.cause,
  })
}
