/*
 * Owns the check that bad surroundings of the lab get a clear error each. Programs on PATH are stand-ins; ports are real.
 */
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { buildAll } from '../../lab/setup/build.ts'
import { goPrograms } from '../../lab/setup/pins.ts'
import { requirePorts } from '../../lab/setup/ports.ts'
import { requireGo, requireMariaDb, requirePython, requireSpace } from '../../lab/setup/requirements.ts'
import { LabError } from '../../lab/support/lab-error.ts'
import type { Places } from '../../lab/support/places.ts'

const say = (): void => undefined
const path0 = process.env['PATH']
let directory = ''

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'keyless-sign-lab-'))
})

afterEach(() => {
  process.env['PATH'] = path0
  rmSync(directory, { recursive: true, force: true })
})

/** Puts programs, given as shell text, in place of everything on PATH but the shell's own directory. */
function onlyPrograms(programs: Readonly<Record<string, string>>): void {
  const bin = path.join(directory, 'programs')
  mkdirSync(bin)
  for (const [name, text] of Object.entries({ sh: 'exec /bin/sh "$@"', ...programs })) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${text}\n`)
    chmodSync(path.join(bin, name), 0o755)
  }
  process.env['PATH'] = bin
}

function labPlaces(): Places {
  const inCache = (name: string) => path.join(directory, name)
  const names = ['cache', 'bin', 'path', 'venv', 'schema', 'pki', 'log', 'run', 'lock', 'project'] as const
  const entries = names.map((name) => [name, inCache(name)] as const)
  mkdirSync(inCache('cache'))
  return Object.fromEntries(entries) as Record<(typeof names)[number], string>
}

async function failureOf(promise: Promise<unknown>): Promise<LabError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof LabError) return error
  throw new Error(`not a LabError: ${String(error)}`)
}

describe('the lab says what is wrong and how to put it right', () => {
  it('without Go', async () => {
    onlyPrograms({})
    const error = await failureOf(requireGo())
    expect(error.message).toContain('no Go on PATH')
    expect(error.fix).toContain('Install Go 1.26')
  })

  it('with a Go that is too old', async () => {
    onlyPrograms({ go: 'echo go1.25.9' })
    const error = await failureOf(requireGo())
    expect(error.message).toContain('PATH has go1.25.9')
    expect(error.fix).toContain('Install Go 1.26')
  })

  it('with a Python that is too old', async () => {
    onlyPrograms({ python3: 'echo 3.9.2' })
    const error = await failureOf(requirePython(say))
    expect(error.message).toContain('PATH has 3.9.2')
    expect(error.fix).toContain('python3-venv')
  })

  it('without MariaDB, where nothing can be installed', async () => {
    onlyPrograms({})
    const error = await failureOf(requireMariaDb(say))
    expect(error.message).toContain('mariadbd')
    expect(error.fix).toContain('apt-get install mariadb-server')
  })

  it('with too little space', async () => {
    const error = await failureOf(requireSpace(directory, 1e18))
    expect(error.message).toContain('1000000000.0 GB needed')
    expect(error.fix).toContain('KEYLESS_SIGN_LAB')
  })

  it.each([
    { output: 'write /x: no space left on device', message: 'the disk filled up', fix: 'GOCACHE' },
    { output: 'Get "https://proxy/x": dial tcp: lookup proxy', message: 'cannot be had', fix: 'GOPROXY' },
    { output: 'undefined: somewhere.Something', message: 'could not be built', fix: 'Start the lab again' },
  ])('when a build ends with: $output', async ({ output, message, fix }) => {
    onlyPrograms({ go: `[ "$1" = env ] && echo go1.26.0 && exit; echo '${output}' >&2; exit 1` })
    const places = labPlaces()
    // All but the last are built: what is missing decides how much space is asked for.
    mkdirSync(places.bin)
    for (const program of goPrograms.slice(0, -1)) {
      writeFileSync(path.join(places.bin, program.name), '')
      writeFileSync(path.join(places.bin, `${program.name}.version`), `${program.package}@${program.version}\n`)
    }
    const error = await failureOf(buildAll(places, say))
    expect(error.message).toContain(message)
    expect(error.message).toContain('act')
    expect(error.fix).toContain(fix)
  })

  it('with a port that is taken, naming port, use and holder', async () => {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    try {
      const error = await failureOf(requirePorts({ fulcio: port }))
      expect(error.message).toContain(`port ${port} (fulcio) is taken by process ${process.pid}`)
      expect(error.fix).toContain('Stop what holds it')
    } finally {
      server.close()
    }
  })
})
