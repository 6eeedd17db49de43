import { shellWord } from '../../core/commands/shell.ts'
import type { Wording } from '../../core/shared/wording.ts'

/** terminalWording is how a terminal says it: every input is a flag, but the files, which are arguments. */
export const terminalWording: Wording = {
  subject: flag,
  input: flag,
  trustedRoot: '--trusted-root',
  settings: (values) => `add\n  ${values.map(([input, value]) => `${flag(input)} ${shellWord(value)}`).join(' ')}`,
  directory: 'the current directory',
  report: 'open an issue with these lines',
  either: (_, atTerminal) => atTerminal,
}

function flag(input: string): string {
  return input === 'files' ? 'FILE' : `--${input}`
}
