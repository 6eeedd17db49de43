/*
 * Owns the reading of workflow commands out of a log, by the rules of the runner's ActionCommand: `::name key=value::data`
 * at the start of a line, and the older `##[name key=value]data` anywhere in one. Must not judge what it finds.
 */

/** RunnerCommand is one command that a runner would act on. */
export interface RunnerCommand {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** Every command that a runner acts on; anything else that looks like one is plain text to it. */
const KNOWN = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'internal-set-repo-path',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
])

/** runnerCommands returns the commands in a process's output, in order. */
export function runnerCommands(output: string): readonly RunnerCommand[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => currentForm(line) ?? olderForm(line) ?? [])
}

function currentForm(line: string): RunnerCommand | undefined {
  const text = line.trimStart()
  const end = text.indexOf('::', 2)
  if (!text.startsWith('::') || end < 0) return undefined
  return command(text.slice(2, end), ',', (value) => unescape(value, ':,'), unescape(text.slice(end + 2)))
}

function olderForm(line: string): RunnerCommand | undefined {
  const start = line.indexOf('##[')
  const end = line.indexOf(']', start)
  if (start < 0 || end < 0) return undefined
  return command(line.slice(start + 3, end), ';', (value) => unescape(value, ';]'), unescape(line.slice(end + 1), ';]'))
}

function command(
  head: string,
  separator: string,
  readProperty: (value: string) => string,
  data: string,
): RunnerCommand | undefined {
  const [name = '', ...rest] = head.split(' ')
  if (!KNOWN.has(name)) return undefined
  const properties: Record<string, string> = {}
  for (const pair of rest.join(' ').trim().split(separator)) {
    const at = pair.indexOf('=')
    const value = pair.slice(at + 1)
    if (at > 0 && value !== '') properties[pair.slice(0, at).toLowerCase()] = readProperty(value)
  }
  return { name, properties, data }
}

/** Undoes the escapes of line ends, of the characters in `others`, and at last of the percent sign. */
function unescape(text: string, others = ''): string {
  return ['\r', '\n', ...others, '%'].reduce((result, character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')
    return result.replaceAll(`%${code}`, character)
  }, text)
}
