/*
 * Owns the call of ncc: one entry becomes one directory of code that looks for nothing outside itself. Must give the same bytes
 * on every machine.
 */
import { execFile } from 'node:child_process'
import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

/** Optional peers that nothing of ours reaches: asked for only when a proxy wants Kerberos authentication. */
const unreachable: ReadonlySet<string> = new Set(['kerberos'])

/**
 * bundle runs ncc on one entry and returns the directories of the packages that came into it; throws where the result would look
 * for a module that is not in it.
 */
export async function bundle(root: string, entry: string, output: string): Promise<readonly string[]> {
  const ncc = path.join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')
  const stats = `${output}.stats.json`
  // The type check is a step of its own; here it would only read every test and tool again.
  const options = ['--transpile-only', '--no-cache', '--quiet', '--target', 'es2022', '--stats-out', stats]
  await promisify(execFile)(process.execPath, [ncc, 'build', entry, '--out', output, ...options], { cwd: root })
  const missing = (await unresolved(output)).filter((name) => !unreachable.has(name))
  if (missing.length > 0) throw new Error(`${entry}: not in the bundle, would fail when reached: ${missing.join(', ')}`)
  const { modules } = JSON.parse(await readFile(stats, 'utf8')) as { modules: readonly Module[] }
  await rm(stats)
  return [...new Set(modules.flatMap(packageOf))]
}

/** ncc turns a module that it cannot find into a call that throws only when it is reached, see vercel/ncc#791. */
async function unresolved(output: string): Promise<readonly string[]> {
  const chunks = (await readdir(output)).filter((name) => name.endsWith('.js'))
  const code = await Promise.all(chunks.map((name) => readFile(path.join(output, name), 'utf8')))
  return code.flatMap((text) => [...text.matchAll(/eval\("require"\)\("([^"]*)"\)/g)].map(([, name = '']) => name))
}

/** Module is what webpack's statistics say of one; several that were joined stand below the one that they were joined to. */
interface Module {
  readonly nameForCondition?: string | null
  readonly modules?: readonly Module[]
}

function packageOf({ nameForCondition, modules = [] }: Module): readonly string[] {
  const directory = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(nameForCondition ?? '')?.[0]
  return [...(directory === undefined ? [] : [directory]), ...modules.flatMap(packageOf)]
}
