/*
 * Owns a session with the lab: what the machine must bring, builds, servers, and the end of all that was started, also
 * when interrupted. Knows nothing of what is done in it.
 */
import { mkdir } from 'node:fs/promises'
import { type Lab, startLab, type Stoppable } from './lab.ts'
import { buildAll } from './setup/build.ts'
import { minimum } from './setup/pins.ts'
import { requireMariaDb, requirePython, requireSpace, requireTools, type Say } from './setup/requirements.ts'
import { places as labPlaces, type Places } from './support/places.ts'
import { killRunning } from './support/run.ts'

// Debian keeps MariaDB's server there, which is not on every user's PATH.
process.env['PATH'] = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`

/** setUp builds what is not built yet and returns the lab's places; throws LabError for what is missing. */
export async function setUp(say: Say): Promise<Places> {
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
export async function withLab(say: Say, body: (lab: Lab) => Promise<void>): Promise<void> {
  const places = await setUp(say)
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
