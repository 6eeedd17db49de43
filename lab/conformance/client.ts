/*
 * Owns the process that the conformance suite starts: exit code 0 when the command was done, else 1 with the error's
 * code on standard error. Must not do the command itself.
 */
import { asActionError, errorText } from '../../src/core/reporting/error-text.ts'
import type { Log } from '../../src/core/types.ts'
import { signCommand, verifyCommand } from './commands.ts'
import { parseCommand } from './protocol.ts'

const log: Log = {
  info: (line) => console.error(line),
  notice: (text) => console.error(text),
  warning: (text) => console.error(text),
}

// Until the end is reached: a promise that never settles must not look like a success.
process.exitCode = 1
try {
  const command = parseCommand(process.argv.slice(2))
  await (command.name === 'sign-bundle' ? signCommand(command, log) : verifyCommand(command, log))
  process.exitCode = 0
} catch (error) {
  const { title, body } = errorText(asActionError(error))
  console.error(`${title}: ${body}`)
}
