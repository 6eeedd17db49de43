/*
 * Owns what a run may leave behind: whole sets of signature files, nothing temporary, and everything of others as it was.
 */
import { lstatSync } from 'node:fs'
import path from 'node:path'
import { isChecksumFile } from './results.ts'
import { writtenIn, type Evidence } from './evidence.ts'

const SUFFIXES = ['.sig', '.pem', '.sigstore.json']

/** fileProblems returns what is wrong with the files; `meddled` are names that the scenario itself changed meanwhile, `dies` tells of SIGKILL. */
export function fileProblems(evidence: Evidence, meddled: readonly string[], dies = false): readonly string[] {
  const { action, before, after, leftovers, workspace } = evidence
  const written = writtenIn(evidence).filter((name) => !meddled.includes(name))
  const lost = [...before.keys()].filter((name) => !after.has(name) && !meddled.includes(name))
  const temporary = written.filter((name) => /(?:^|[\\/])\.keyless-sign-|\.tmp\b/.test(name))
  const ofOurs = action === 'sign' ? written.filter((name) => suffixOf(name) !== undefined) : []
  const checksums =
    action === 'sign' ? written.filter((name) => isChecksumFile(path.join(workspace, name), evidence)) : []
  const lostFiles = lost.map((name) => `'${name}' is gone`)
  // What ends in the middle of anything cannot tidy up.
  if (dies) return lostFiles
  const incomplete = new Set(ofOurs.map(baseOf).filter((base) => !isComplete(base, [...ofOurs, ...meddled])))
  return [
    ...lostFiles,
    ...temporary.map((name) => `'${name}' was left behind`),
    ...written
      .filter((name) => !ofOurs.includes(name) && !checksums.includes(name))
      .map((name) => `'${name}' is no signature file, yet written`),
    ...[...incomplete].map((base) => `of the signature files of '${base}', some were written and some not`),
    ...[...ofOurs, ...checksums]
      .filter((name) => !isReadable(path.join(workspace, name)))
      .map((name) => `the mode of '${name}' is not 0644`),
    ...leftovers.map((name) => `'${name}' was left behind in RUNNER_TEMP`),
  ]
}

/** artifactProblems returns what became of artifacts that were there before: only a re-run may replace one. */
export function artifactProblems({ artifacts, attempt, result }: Evidence): readonly string[] {
  const touched = [...artifacts.before].filter(([name, was]) => artifacts.after.get(name) !== was).map(([name]) => name)
  const replaced = (name: string): boolean =>
    attempt > 1 &&
    result.stdout.includes(`Artifact '${name}', which an earlier attempt of this run left for the same files`)
  return touched.filter((name) => !replaced(name)).map((name) => `artifact '${name}' of others was touched`)
}

function suffixOf(name: string): string | undefined {
  return SUFFIXES.find((suffix) => name.endsWith(suffix))
}

function baseOf(name: string): string {
  return name.slice(0, -(suffixOf(name)?.length ?? 0))
}

function isComplete(base: string, names: readonly string[]): boolean {
  return SUFFIXES.every((suffix) => names.includes(base + suffix))
}

function isReadable(file: string): boolean {
  return process.platform === 'win32' || (lstatSync(file).mode & 0o777) === 0o644
}
