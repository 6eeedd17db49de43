/*
 * Owns what one call of the lab does: checks, a shell, or builds, and its exit code.
 */
import { readOptions } from './options.ts'
import { setUp, withLab } from './session.ts'
import { openShell } from './shell.ts'
import { runSuites, suiteNames } from './suites.ts'
import { describeFailure } from './support/lab-error.ts'
import { newTally } from './support/report.ts'

const say = (line: string) => {
  process.stdout.write(`${line}\n`)
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), suiteNames)
  if (options.mode === 'help') say(options.text)
  else if (options.mode === 'build') await setUp(say)
  else if (options.mode === 'shell') await withLab(say, openShell)
  else {
    const tally = newTally(say, options.only)
    await withLab(say, (lab) => runSuites(lab, tally, options.suites))
    say(tally.closingLine())
    if (tally.counts.failed > 0) process.exitCode = 1
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${describeFailure(error)}\n`)
  process.exitCode = 1
})
