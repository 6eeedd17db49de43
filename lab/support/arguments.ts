/*
 * Owns the reading of a command line: what `parseArgs` finds, or an error that shows the usage. Knows no option.
 */
import { parseArgs, type ParseArgsConfig } from 'node:util'

/** UsageError says what is wrong with the arguments, and then the usage, which is the `fix`. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly fix: string

  constructor(message: string, usage: string, cause?: unknown) {
    super(`${message}\n${usage}`, { cause })
    this.fix = usage
  }
}

/** readArguments returns options and operands by node:util's rules; throws UsageError on others. */
export function readArguments<T extends ParseArgsConfig>(config: T, usage: string): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config)
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), usage, error)
  }
}
