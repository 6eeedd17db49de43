/*
 * Owns the order of a lab's run: what the machine must bring, builds, servers, then checks or a shell, and the end of all
 * that was started, also when interrupted.
 */
import { mkdir } from 'node:fs/promises'
import { type Lab, startLab, type Stoppable } from './lab.ts'
import { buildAll } from './setup/build.ts'
import { minimum } from './setup/pins.ts'
import { requireMariaDb, requirePython, requireSpace, requireTools } from './setup/requirements.ts'
import { openShell } from './shell.ts'
import { runSuites, suiteNames } from './suites.ts'
import { describeFailure } from './support/lab-error.ts'
import { places as labPlaces } from './support/places.ts'
import { newTally } from './support/report.ts'
import { killRunning } from './support/run.ts'
import { readOptions } from './options.ts'

const say = (line: string) => {
  process.stdout.write(`${line}\n`)
}

// Debian keeps MariaDB's server there, which is not on every user's PATH.
process.env['PATH'] = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`

async function setUp(): Promise<ReturnType<typeof labPlaces>> {
  const places = labPlaces()
  await mkdir(places.cache, { recursive: true })
  await requireTools(say)
  await requirePython(say)
  await requireMariaDb(say)
  await buildAll(places, say)
  await requireSpace(places.cache, minimum.spacePerRun)
  return places
}

/** withLab starts the lab, gives it to `body`, and ends it whatever happens; a second signal does not wait any more. */
async function withLab(body: (lab: Lab) => Promise<void>): Promise<void> {
  const places = await setUp()
  let handle: Stoppable | undefined
  const interrupted = (signal: NodeJS.Signals) => {
    say(`${signal}: stopping everything that was started`)
    process.exit(130)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupted)
  process.on('exit', () => {
    killRunning()
    handle?.kill()
  })
  try {
    const before = performance.now()
    const lab = await startLab(places, (stoppable) => {
      handle = stoppable
    })
    say(`every server is up after ${((performance.now() - before) / 1000).toFixed(1)} s; logs: ${places.log}`)
    await body(lab)
  } finally {
    await handle?.stop()
  }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), suiteNames)
  if (options.mode === 'help') say(options.text)
  else if (options.mode === 'build') await setUp()
  else if (options.mode === 'shell') await withLab(openShell)
  else {
    const tally = newTally(say, options.only)
    await withLab((lab) => runSuites(lab, tally, options.suites))
    say(tally.closingLine())
    if (tally.counts.failed > 0) process.exitCode = 1
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${describeFailure(error)}\n`)
  process.exitCode = 1
})
