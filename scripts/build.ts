/*
 * Owns dist/: what the runner executes. Empties it, bundles each entry with all its chunks, and writes the
 * third-party notices. Must give the same bytes on every machine; not minified, so that a reviewer can read it.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { productionLicences } from './licence-list.ts'
import { notices } from './notices.ts'

/** build writes `OUTPUT/ENTRY/index.js` with its chunks for each entry `src/ENTRY.ts`, and the notices beside them. */
export async function build(root: string, entries: readonly string[], output: string): Promise<void> {
  // Beside its place first: whoever runs the old bundle meanwhile finds it whole, until the new one is.
  const fresh = await mkdtemp(`${output}-`)
  try {
    for (const entry of entries) await bundle(root, path.join(root, 'src', `${entry}.ts`), path.join(fresh, entry))
    await writeFile(path.join(fresh, 'THIRD_PARTY_NOTICES.txt'), notices(await productionLicences(root)))
    await chmod(fresh, 0o755)
    await rm(output, { recursive: true, force: true })
    await rename(fresh, output)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

/** Optional peers that nothing of ours reaches: asked for only when a proxy wants Kerberos authentication. */
const unreachable: ReadonlySet<string> = new Set(['kerberos'])

/** bundle runs ncc on one entry; throws where the result would look for a module that is not in it. */
export async function bundle(root: string, entry: string, output: string): Promise<void> {
  const ncc = path.join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')
  // The type check is a step of its own; here it would only read every test and tool again.
  const options = ['--transpile-only', '--no-cache', '--quiet', '--target', 'es2022']
  await promisify(execFile)(process.execPath, [ncc, 'build', entry, '--out', output, ...options], { cwd: root })
  const missing = (await unresolved(output)).filter((name) => !unreachable.has(name))
  if (missing.length > 0) throw new Error(`${entry}: not in the bundle, would fail when reached: ${missing.join(', ')}`)
}

/** ncc turns a module that it cannot find into a call that throws only when it is reached, see vercel/ncc#791. */
async function unresolved(output: string): Promise<readonly string[]> {
  const chunks = (await readdir(output)).filter((name) => name.endsWith('.js'))
  const code = await Promise.all(chunks.map((name) => readFile(path.join(output, name), 'utf8')))
  return code.flatMap((text) => [...text.matchAll(/eval\("require"\)\("([^"]*)"\)/g)].map(([, name = '']) => name))
}

async function main(): Promise<void> {
  const root = path.dirname(import.meta.dirname)
  const entries = ['sign', 'verify'].filter((entry) => existsSync(path.join(root, 'src', `${entry}.ts`)))
  await build(root, entries, path.join(root, 'dist'))
  console.log(`dist: ${entries.join(', ')}`)
}

if (process.argv[1] === import.meta.filename) await main()
