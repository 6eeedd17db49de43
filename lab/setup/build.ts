/*
 * Owns the programs of the lab: each built once at its pinned version, put in place only when whole, so that an
 * interrupted build goes on where it stopped. Starts nothing.
 */
import { access, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../support/lab-error.ts'
import type { Places } from '../support/places.ts'
import { type Finished, lastLine, run } from '../support/run.ts'
import { type GoProgram, goPrograms, minimum, sigstorePython, trillianModule } from './pins.ts'
import { requireGo, requirePython, requireSpace, type Say } from './requirements.ts'

// About 12 minutes for all of them on two cores; the slowest, cosign, takes two and a half.
const buildTimeout = 20 * 60_000
// Static binaries, and never another Go than the one that was checked.
const goEnvironment = { CGO_ENABLED: '0', GOTOOLCHAIN: 'local' }

/** buildAll builds what is missing or of another version, and says each; needs nothing but a warm cache otherwise. */
export async function buildAll(places: Places, say: Say): Promise<void> {
  await mkdir(places.bin, { recursive: true })
  const missing: GoProgram[] = []
  for (const program of goPrograms) if (!(await isBuilt(places, program))) missing.push(program)
  if (missing.length > 0) {
    await requireGo()
    await requireSpace(places.cache, missing.length * minimum.spacePerBuild)
  }
  for (const [index, program] of missing.entries()) {
    say(`building ${program.name} ${program.version} (${index + 1} of ${missing.length})`)
    await buildGo(places, program)
  }
  if (!(await exists(places.schema))) await fetchSchema(places)
  if (!(await hasSigstorePython(places))) await installSigstorePython(places, say)
  await linkCosign(places)
}

async function isBuilt({ bin }: Places, program: GoProgram): Promise<boolean> {
  const version = await readFile(path.join(bin, `${program.name}.version`), 'utf8').catch(() => '')
  return version.trim() === reference(program) && (await exists(path.join(bin, program.name)))
}

async function buildGo({ cache, bin }: Places, program: GoProgram): Promise<void> {
  // On the cache's own file system, so that the last step is one rename.
  const directory = await mkdtemp(path.join(cache, 'build-'))
  try {
    const args = ['install', '-trimpath', '-ldflags=-s -w', ...(program.flags ?? []), reference(program)]
    const result = await run('go', args, { env: { ...goEnvironment, GOBIN: directory }, timeout: buildTimeout })
    if (result.code !== 0) throw goFailure(program.name, reference(program), result)
    const [binary] = await readdir(directory)
    if (binary === undefined) throw goFailure(program.name, reference(program), result)
    await rename(path.join(directory, binary), path.join(bin, program.name))
    await writeFile(path.join(bin, `${program.name}.version`), `${reference(program)}\n`)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function fetchSchema({ schema }: Places): Promise<void> {
  const wanted = `${trillianModule.module}@${trillianModule.version}`
  await requireGo()
  const result = await run('go', ['mod', 'download', '-json', wanted], { env: goEnvironment })
  const directory = /"Dir": "(.*)"/.exec(result.stdout)?.[1]
  if (result.code !== 0 || directory === undefined) throw goFailure('the schema of Trillian', wanted, result)
  await copyFile(path.join(directory, 'storage/mysql/schema/storage.sql'), schema)
}

async function hasSigstorePython({ venv }: Places): Promise<boolean> {
  const code = `import importlib.metadata as m; print(m.version('${sigstorePython.package}'))`
  const { stdout } = await run(path.join(venv, 'bin/python'), ['-c', code])
  return stdout.trim() === sigstorePython.version
}

async function installSigstorePython({ venv }: Places, say: Say): Promise<void> {
  const wanted = `${sigstorePython.package}==${sigstorePython.version}`
  await requirePython(say)
  say(`installing ${wanted}`)
  const fix = 'See that pip reaches PyPI or a mirror of it (`pip config list`), then start the lab again.'
  const made = await run('python3', ['-m', 'venv', '--clear', venv])
  if (made.code !== 0) throw new LabError(`no Python environment in ${venv}: ${lastLine(made)}`, fix)
  const installed = await run(path.join(venv, 'bin/pip'), ['install', '--quiet', wanted], { timeout: buildTimeout })
  if (installed.code !== 0) throw new LabError(`pip could not install ${wanted}: ${lastLine(installed)}`, fix)
}

async function linkCosign(places: Places): Promise<void> {
  await rm(places.path, { recursive: true, force: true })
  await mkdir(places.path)
  await symlink(path.join(places.bin, 'cosign3'), path.join(places.path, 'cosign'))
  await symlink(path.join(places.venv, 'bin/sigstore'), path.join(places.path, 'sigstore'))
}

function goFailure(name: string, wanted: string, result: Finished): LabError {
  const { stdout, stderr } = result
  const output = stdout + stderr
  if (output.includes('no space left on device')) {
    return new LabError(
      `the disk filled up while building ${name}`,
      'Free some space (`go clean -cache`), or point KEYLESS_SIGN_LAB, GOMODCACHE and GOCACHE to another disk.',
    )
  }
  // go answers so to a proxy that does not serve a module, to no network at all, and to a wrong checksum.
  if (
    /reading |dial tcp|proxyconnect|i\/o timeout|404|410 Gone|unknown revision|SECURITY ERROR|verifying/.test(output)
  ) {
    return new LabError(
      `a Go module for ${name} (${wanted}) cannot be had: ${lastLine(result)}`,
      'See that the Go module proxy is reachable (`go env GOPROXY GOSUMDB`); what is built already is kept.',
    )
  }
  const why = result.code === 124 ? 'it took more than 20 minutes' : lastLine(result)
  return new LabError(`${name} (${wanted}) could not be built: ${why}`, 'Start the lab again; what is built is kept.')
}

function reference(program: GoProgram): string {
  return `${program.package}@${program.version}`
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
