/*
 * Owns what the machine must bring, and the sentence that says how to get what it lacks. Installs nothing but Debian
 * packages, only as root and only where apt-get is, and says so. Builds nothing.
 */
import { statfs } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { LabError } from '../support/lab-error.ts'
import { lastLine, run } from '../support/run.ts'
import { minimum } from './pins.ts'

/** requireGo throws unless `go` of the minimum version is on PATH; another toolchain is never downloaded. */
export async function requireGo(): Promise<void> {
  const [major, minor] = minimum.go
  const wanted = `${major}.${minor}`
  const fix = `Install Go ${wanted} or newer from https://go.dev/dl/ and put its bin directory on PATH.`
  const { code, stdout } = await run('go', ['env', 'GOVERSION'], { env: { GOTOOLCHAIN: 'local' } })
  if (code !== 0) throw new LabError(`no Go on PATH: the lab builds its servers and verifiers from source`, fix)
  if (!isAtLeast(stdout, minimum.go)) throw new LabError(`Go ${wanted} is needed, PATH has ${stdout.trim()}`, fix)
}

/** requirePython throws unless `python3` of the minimum version, with venv and pip, is on PATH. */
export async function requirePython(say: Say): Promise<void> {
  const [major, minor] = minimum.python
  const wanted = `${major}.${minor}`
  const fix = `Install Python ${wanted} or newer (Debian: apt-get install python3 python3-venv).`
  const { code, stdout } = await run('python3', ['-c', 'import sys; print(sys.version.split()[0])'])
  if (code !== 0) throw new LabError('no python3 on PATH: sigstore-python runs on it', fix)
  if (!isAtLeast(stdout, minimum.python)) {
    throw new LabError(`Python ${wanted} is needed, PATH has ${stdout.trim()}`, fix)
  }
  // Debian's python3 comes without what `python3 -m venv` needs.
  if ((await run('python3', ['-c', 'import ensurepip, venv'])).code !== 0) {
    await installPackages(['python3-venv'], 'the Python modules venv and ensurepip', say)
  }
}

/** requireMariaDb throws unless MariaDB's server programs are there or could be installed: Trillian stores both v1 logs in it. */
export async function requireMariaDb(say: Say): Promise<void> {
  const missing = await absent(['mariadbd', 'mariadb-install-db', 'mariadb', 'mariadb-admin'])
  if (missing.length > 0) await installPackages(['mariadb-server'], missing.join(', '), say)
}

/** requireTools throws unless openssl and git are there or could be installed. */
export async function requireTools(say: Say): Promise<void> {
  for (const tool of await absent(['openssl', 'git', 'unzip'])) await installPackages([tool], tool, say)
}

/** requireChromium returns the program of a Chromium, installed where there is none, with the fonts that it measures with. */
export async function requireChromium(say: Say): Promise<string> {
  const programs = ['chromium', 'google-chrome', 'chromium-browser']
  const missing = await absent(programs)
  if (missing.length === programs.length) await installPackages(['chromium'], programs.join(', '), say)
  const fonts = await run('fc-list', [':family=Liberation Mono'])
  if (fonts.stdout.trim() === '') await installPackages(['fontconfig', 'fonts-liberation'], 'the Liberation fonts', say)
  return programs.find((program) => !missing.includes(program)) ?? 'chromium'
}

/** requireSpace throws unless the file system of `directory` has as many bytes free. */
export async function requireSpace(directory: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory)
  const free = bavail * bsize
  if (free >= bytes) return
  throw new LabError(
    `${gigabytes(free)} free in ${directory}, ${gigabytes(bytes)} needed`,
    'Free some space (`go clean -cache -modcache` gives back what Go keeps), or point KEYLESS_SIGN_LAB to another disk.',
  )
}

/** Say is where the lab tells what it is about to do. */
export type Say = (line: string) => void

async function absent(programs: readonly string[]): Promise<string[]> {
  const found = await Promise.all(programs.map((program) => run('sh', ['-c', 'command -v "$0"', program])))
  return programs.filter((_, index) => found[index]?.code !== 0)
}

async function installPackages(packages: readonly string[], what: string, say: Say): Promise<void> {
  const names = packages.join(' ')
  const fix = `Install it: apt-get install ${names} (as root; other systems: the package of the same program).`
  const canInstall = userInfo().uid === 0 && (await absent(['apt-get'])).length === 0
  if (!canInstall) throw new LabError(`not found: ${what}`, fix)
  say(`installing ${names} with apt-get: not found: ${what}`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env })
  const result = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env })
  if (result.code !== 0) throw new LabError(`apt-get could not install ${names}: ${lastLine(result)}`, fix)
}

function isAtLeast(text: string, [major, minor]: readonly [number, number]): boolean {
  const match = /(\d+)\.(\d+)/.exec(text)
  if (!match) return false
  const found = [Number(match[1]), Number(match[2])] as const
  return found[0] > major || (found[0] === major && found[1] >= minor)
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
