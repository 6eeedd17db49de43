/*
 * Owns what one call of the benchmark does, and its exit code.
 */
import { describeFailure } from '../lab/support/lab-error.ts'
import { checkBars } from './bars.ts'
import { readOptions, usage } from './options.ts'
import { comparePeers } from './peers.ts'

const say = (line: string) => {
  process.stdout.write(`${line}\n`)
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  if (options.mode === 'peers') return comparePeers(options.quick, options.rounds, say)
  if (options.mode === 'bars') return checkBars(say)
  say(usage)
  return 0
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(`${describeFailure(error)}\n`)
    process.exitCode = 1
  },
)
