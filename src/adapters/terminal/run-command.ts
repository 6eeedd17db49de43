import { runToEnd } from '../run-to-end.ts'
import { readArguments } from './arguments.ts'
import { refuseFileNames } from './file-names.ts'
import { exitWhenFlushed, openTerminal, print, reportFailure, setExitCode, type Terminal, words } from './terminal.ts'
import { usage, VERSION } from './usage.ts'

/** Command is the work of a run; `signal` aborts on Ctrl-C. It resolves only when everything asked for is done and told. */
export type Command = (terminal: Terminal, signal: AbortSignal) => Promise<void>

/** runCommand does what the arguments ask for and ends the process, as runToEnd does; exit code 2 is for wrong use. */
export function runCommand(command: Command): void {
  runToEnd({ setExitCode, reportFailure, exitWhenFlushed }, async (signal) => {
    refuseFileNames(words)
    const request = readArguments(words)
    switch (request.kind) {
      case 'help':
        return print(usage)
      case 'version':
        return print(`keyless-verify ${VERSION}\n`)
      case 'verify':
        return command(await openTerminal(request, signal), signal)
    }
  })
}
