/*
 * Owns the command line of the lab. Reads nothing but the arguments.
 */
import { readArguments, UsageError } from './support/arguments.ts'

/** Options are what one call of the lab shall do. */
export type Options =
  | { readonly mode: 'help'; readonly text: string }
  | { readonly mode: 'build' }
  | { readonly mode: 'shell' }
  | { readonly mode: 'checks'; readonly suites: readonly string[]; readonly only: string }

/** readOptions returns what the arguments ask for; throws UsageError on others. */
export function readOptions(args: readonly string[], suites: readonly string[]): Options {
  const text = `usage: npm run lab -- [SUITE...] [--only TEXT] [--shell | --build | --help]
  SUITE        ${suites.join(', ')}; all of them where none is named
  --only TEXT  only the checks whose line holds TEXT
  --shell      a shell with the environment set, beside the running servers
  --build      build what is missing, start nothing`
  const options = {
    only: { type: 'string' },
    shell: { type: 'boolean' },
    build: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const
  const { values, positionals } = readArguments({ args, options, allowPositionals: true }, text)
  if (values.help === true) return { mode: 'help', text }
  if (values.build === true) return { mode: 'build' }
  if (values.shell === true) return { mode: 'shell' }
  const unknown = positionals.find((name) => !suites.includes(name))
  if (unknown !== undefined) throw new UsageError(`there is no suite '${unknown}'`, text)
  return { mode: 'checks', suites: positionals.length > 0 ? positionals : suites, only: values.only ?? '' }
}
