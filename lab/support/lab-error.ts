/*
 * Owns the one error of the lab: what is wrong with the surroundings and how to put it right. Errors of checks are not
 * of this kind: a check that fails is counted, the lab goes on.
 */
import { UsageError } from './arguments.ts'

/** LabError stops the lab: `message` says what failed, by name, `fix` says what to do about it. */
export class LabError extends Error {
  override readonly name = 'LabError'
  readonly fix: string

  constructor(message: string, fix: string, cause?: unknown) {
    super(message, { cause })
    this.fix = fix
  }
}

/** describeFailure returns an error as the lines to print: message and fix, what is wrong with a command line, or the stack of anything unexpected. */
export function describeFailure(error: unknown): string {
  if (error instanceof UsageError) return error.message
  if (error instanceof LabError) return `lab: ${error.message}\nFix: ${error.fix}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
