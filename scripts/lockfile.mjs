/*
 * Owns the proof that package-lock.json lets in nothing but packages of the registry, each fixed by its content. It stands
 * before anything is installed, so it must itself work on any Node >= 20, without dependencies.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** What npm writes for a package that is fixed by its content; older and weaker digests are not taken. */
const INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/

/** A version, a range or a tag, also under another name; what has a colon or a slash is a place to fetch from. */
const FROM_REGISTRY = /^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?[^:/]*$/

const FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

/** One line for each thing that may not be there. */
function problemsOf({ lockfileVersion, packages = {} }) {
  const entries = Object.entries(packages)
  if (lockfileVersion !== 3 || packages[''] === undefined || entries.length < 2) return ['is no lockfile of version 3']
  return entries.flatMap(([name, entry]) =>
    [...(name === '' ? [] : faultsOf(name, entry)), ...placesOf(entry)].map((problem) => `${name || '.'} ${problem}`),
  )
}

/** npm is told (.npmrc) to leave out where a package of the registry came from: what is there is from somewhere else. */
function faultsOf(name, { version, integrity, resolved, link, inBundle }) {
  return [
    [!name.startsWith('node_modules/') || link === true, 'is a folder of this machine'],
    [resolved !== undefined, `is fetched from ${String(resolved)}`],
    [inBundle === true, 'comes inside another package'],
    [!/^\d+\.\d+\.\d+/.test(String(version)), `has the version ${String(version)}`],
    [!INTEGRITY.test(String(integrity)), 'is not fixed by a SHA-512 digest of its content'],
  ].flatMap(([isSo, problem]) => (isSo ? [problem] : []))
}

function placesOf(entry) {
  return FIELDS.flatMap((field) =>
    Object.entries(entry[field] ?? {})
      .filter(([, range]) => !FROM_REGISTRY.test(range))
      .map(([name, range]) => `needs ${name} from ${range}`),
  )
}

function main(file) {
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const problems = problemsOf(lock)
  for (const problem of problems) console.error(`${path.basename(file)}: ${problem}`)
  if (problems.length > 0) process.exitCode = 1
  else
    console.log(`${String(Object.keys(lock.packages).length - 1)} packages, all of the registry, all fixed by content`)
}

main(process.argv[2] ?? path.resolve(fileURLToPath(import.meta.url), '../../package-lock.json'))
