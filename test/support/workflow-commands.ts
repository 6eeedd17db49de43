/*
 * Owns a reading of a job's log as the runner reads it: both forms of workflow commands. Must not know our own rules.
 */

/** WorkflowCommand is a command that the runner would obey. */
export interface WorkflowCommand {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

const known =
  'add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env set-output stop-commands warning'.split(
    ' ',
  )

/** workflowCommands returns every command in what a process printed (actions/runner, ActionCommand.cs and its callers). */
export function workflowCommands(printed: string): readonly WorkflowCommand[] {
  return printed.split(/\r\n|\r|\n/).flatMap((line) => {
    const found = newForm(line) ?? oldForm(line)
    return found !== undefined && known.includes(found.name) ? [found] : []
  })
}

function newForm(line: string): WorkflowCommand | undefined {
  const [, name, properties = '', data = ''] = /^\s*::([^ :]+)(?: (.*?))?::(.*)$/.exec(line) ?? []
  return name === undefined ? undefined : { name, properties: pairs(properties, ','), data: unescaped(data) }
}

/** oldForm finds `##[name key=value;…]data`, which counts wherever in a line it stands. */
function oldForm(line: string): WorkflowCommand | undefined {
  const [, name, properties = '', data = ''] = /##\[([^ \]]+)(?: ([^\]]*))?\](.*)$/.exec(line) ?? []
  return name === undefined ? undefined : { name, properties: pairs(properties, ';'), data: unescaped(data) }
}

function pairs(text: string, separator: string): Readonly<Record<string, string>> {
  const parts = text.split(separator).filter((part) => part.includes('='))
  return Object.fromEntries(
    parts.map((part) => [part.slice(0, part.indexOf('=')).trim(), unescaped(part.slice(part.indexOf('=') + 1))]),
  )
}

function unescaped(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%')
}
