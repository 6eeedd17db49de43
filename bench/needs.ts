/*
 * Owns what a job has to fetch before each tool runs, as it lies on this machine: the sizes are read, none is known
 * beforehand. How long fetching takes is the network's and GitHub's caches' matter, and not measured.
 */
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { sigstorePython } from '../lab/setup/pins.ts'
import type { Places } from '../lab/support/places.ts'
import { run } from '../lab/support/run.ts'
import { DIST } from '../sandbox/runner/run-step.ts'
import { OURS } from './results.ts'
import { table } from '../scripts/markdown.ts'
import { shortSize } from './workloads.ts'

/** Need is what one tool needs. */
export interface Need {
  readonly tool: string
  readonly what: string
  readonly bytes: number
}

/** What Python's own venv brings, and what Python writes when it first reads a package. */
const notInstalled = /^(?:pip|setuptools|pkg_resources|_distutils_hack|distutils-precedence|__pycache__)/

/** needsOf reads the sizes; `uploadStep` is the bundled step that uploads. */
export async function needsOf({ bin, venv }: Places, uploadStep: string): Promise<readonly Need[]> {
  const packages = await sitePackages(venv)
  const names = (await readdir(packages)).filter((name) => !notInstalled.test(name))
  const count = names.filter((name) => name.endsWith('.dist-info')).length
  const sizes = await Promise.all(names.map((name) => sizeOf(path.join(packages, name))))
  const cosign = async (name: string, tool: string): Promise<Need> => ({
    tool,
    what: 'the program that cosign-installer downloads (here: the lab’s build)',
    bytes: await sizeOf(path.join(bin, name)),
  })
  return [
    {
      tool: OURS,
      what: `the whole repository of the action, as the runner unpacks it (\`dist/sign\`, which runs: ${shortSize(await sizeOf(DIST.sign))})`,
      bytes: await committedSize(),
    },
    await cosign('cosign3', 'cosign 3'),
    await cosign('cosign2', 'cosign 2'),
    {
      tool: `sigstore-python ${sigstorePython.version}`,
      what: `\`pip install sigstore\`: ${count} packages, as installed`,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
    },
    {
      tool: 'all but the first',
      what: 'a step with actions/upload-artifact (here: the bundle of its client)',
      bytes: await sizeOf(uploadStep),
    },
  ]
}

/** needsTable is a row a need. */
export function needsTable(needs: readonly Need[]): string {
  const rows = needs.map(({ tool, what, bytes }) => [tool, what, shortSize(bytes)])
  return table(['', 'What a job fetches first', 'size'], rows, [':--', ':--', '--:'])
}

/** A runner fetches what the commit holds, sources and tests with it. */
async function committedSize(): Promise<number> {
  const listed = await run('git', ['ls-tree', '-r', '-l', 'HEAD'], { cwd: path.dirname(import.meta.dirname) })
  if (listed.code !== 0) throw new Error(`git ls-tree: ${listed.stderr}`)
  // MODE blob DIGEST SIZE, a tab, the name.
  return [...listed.stdout.matchAll(/^\d+ blob \w+ +(\d+)\t/gm)].reduce((sum, [, size]) => sum + Number(size), 0)
}

async function sitePackages(venv: string): Promise<string> {
  const lib = path.join(venv, 'lib')
  const python = (await readdir(lib)).find((name) => name.startsWith('python3'))
  if (python === undefined) throw new Error(`no Python in ${venv}`)
  return path.join(lib, python, 'site-packages')
}

async function sizeOf(place: string): Promise<number> {
  const found = await stat(place)
  if (!found.isDirectory()) return found.size
  const names = (await readdir(place)).filter((name) => name !== '__pycache__')
  const sizes = await Promise.all(names.map((name) => sizeOf(path.join(place, name))))
  return sizes.reduce((sum, size) => sum + size, 0)
}
