/*
 * Owns the command line of the benchmark. Reads nothing but the arguments.
 */
import { readArguments, UsageError } from '../lab/support/arguments.ts'

/** Options are what one call of the benchmark shall do. */
export type Options =
  { readonly mode: 'help' | 'bars' } | { readonly mode: 'peers'; readonly quick: boolean; readonly rounds: number }

/** usage is what `--help` prints. */
export const usage = `usage: npm run bench -- [--peers [--quick] [--rounds N]] [--help]
  (nothing)   the product against its own limits, in the sandbox
  --peers     the product beside other signers and verifiers, on the lab's servers; writes docs/performance.md and .svg
  --quick     fewer sizes and rounds; writes nothing
  --rounds N  rounds of each workload: 5, or 3 with --quick, where left out`

/** readOptions returns what the arguments ask for; throws UsageError on others. */
export function readOptions(args: readonly string[]): Options {
  const options = {
    peers: { type: 'boolean' },
    quick: { type: 'boolean' },
    rounds: { type: 'string' },
    help: { type: 'boolean' },
  } as const
  const { values } = readArguments({ args, options }, usage)
  if (values.help) return { mode: 'help' }
  const quick = values.quick ?? false
  if (!values.peers) {
    if (quick || values.rounds !== undefined) throw new UsageError('--quick and --rounds belong to --peers', usage)
    return { mode: 'bars' }
  }
  const rounds = values.rounds ?? (quick ? '3' : '5')
  if (!/^[1-9]\d{0,2}$/.test(rounds))
    throw new UsageError(`--rounds takes a number from 1 to 999, not '${rounds}'`, usage)
  return { mode: 'peers', quick, rounds: Number(rounds) }
}
