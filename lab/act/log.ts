/*
 * Owns the reading of act's log (`--json`): what steps printed, which commands the runner took from them.
 */

/** LogLine is the part of one JSON line that we look at. */
interface LogLine {
  readonly msg: string
  readonly command: string
  readonly name: string
  readonly arg: string
  readonly content: string
}

/** ActLog is what a run said. */
export interface ActLog {
  /** Every line as it is shown. */
  readonly lines: readonly string[]
  /** The values that steps gave an output, in the order of the run. */
  outputs(name: string): string[]
  /** Markdown of every job summary. */
  readonly summaries: readonly string[]
  /** Texts of errors and warnings that steps annotated. */
  readonly annotations: readonly string[]
}

/** readActLog reads the standard output of act; lines that are no JSON are shown as they are. */
export function readActLog(text: string): ActLog {
  const entries = text
    .split('\n')
    .filter((line) => line !== '')
    .map(readLine)
  const of = (...commands: string[]) => entries.filter(({ command }) => commands.includes(command))
  return {
    lines: entries.map(({ msg }) => msg),
    outputs: (name) =>
      of('set-output')
        .filter((entry) => entry.name === name)
        .map(({ arg }) => arg),
    summaries: of('summary').map(({ content }) => content),
    annotations: of('error', 'warning').map(({ command, arg, msg }) => `${command}: ${arg || msg}`),
  }
}

function readLine(line: string): LogLine {
  const fields = new Map<string, unknown>()
  try {
    const value: unknown = JSON.parse(line)
    for (const [name, field] of Object.entries(value ?? {})) fields.set(name, field)
  } catch {
    fields.set('msg', line)
  }
  const text = (name: string) => {
    const field = fields.get(name)
    return typeof field === 'string' ? field : ''
  }
  return { msg: text('msg'), command: text('command'), name: text('name'), arg: text('arg'), content: text('content') }
}
