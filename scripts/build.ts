/*
 * Owns dist/: what the runner executes, and what people download to verify. Empties it, bundles each entry with all its chunks,
 * and writes the third-party notices. Must give the same bytes on every machine; not minified, and all in ASCII, so that a
 * reviewer can read it.
 */
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { toAscii } from './ascii.ts'
import { bundle } from './bundle.ts'
import { type PackageLicence, packageLicences, packageName } from './licence-list.ts'
import { notices } from './notices.ts'
import { makeSingleFile } from './single-file.ts'

/** The entry that becomes one file. */
const SINGLE = 'verify-cli'

/**
 * build writes `OUTPUT/ENTRY/index.js` with its chunks for each entry `src/ENTRY.ts`, or one file, and the notices beside them;
 * throws where a package came in whose licence is not on the list.
 */
export async function build(root: string, entries: readonly string[], output: string): Promise<void> {
  const licences = await packageLicences(root)
  // Beside its place first: whoever runs the old bundle meanwhile finds it whole, until the new one is.
  const fresh = await mkdtemp(`${output}-`)
  try {
    for (const entry of entries) {
      const directory = path.join(fresh, entry)
      const bundled = await licencesOf(await bundle(root, path.join(root, 'src', `${entry}.ts`), directory), licences)
      if (entry === SINGLE) await makeSingleFile(root, directory, bundled)
      await toAscii(directory)
    }
    await writeFile(path.join(fresh, 'THIRD_PARTY_NOTICES.txt'), notices(licences))
    await chmod(fresh, 0o755)
    await rm(output, { recursive: true, force: true })
    await rename(fresh, output)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

async function licencesOf(
  directories: readonly string[],
  licences: readonly PackageLicence[],
): Promise<readonly PackageLicence[]> {
  const names = new Set(await Promise.all(directories.map(packageName)))
  const known = licences.filter(({ name }) => names.delete(name))
  if (names.size > 0) throw new Error(`bundled, but not on the list of licences: ${[...names].join(', ')}`)
  return known
}

async function main(): Promise<void> {
  const root = path.dirname(import.meta.dirname)
  const entries = ['sign', 'verify', SINGLE].filter((entry) => existsSync(path.join(root, 'src', `${entry}.ts`)))
  await build(root, entries, path.join(root, 'dist'))
  console.log(`dist: ${entries.join(', ')}`)
}

if (process.argv[1] === import.meta.filename) await main()
