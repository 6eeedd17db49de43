/*
 * Owns how the job summary and the log look in a terminal: the Markdown that our summary uses, and no more of it; and
 * the workflow commands as a runner shows them. Must not be used for anything but showing.
 */
import { styleText } from 'node:util'
import { runnerCommands, type RunnerCommand } from '../runner/runner-commands.ts'

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

/** renderSummary returns the lines of a summary: headings and code set off, each table row as a block of its own. */
export function renderSummary(markdown: string): string {
  let header: readonly string[] = []
  let isCode = false
  const lines = markdown.split('\n').flatMap((line): readonly string[] => {
    if (line.startsWith('```')) {
      isCode = !isCode
      return []
    }
    if (isCode) return [styleText('cyan', `    ${line}`)]
    if (/^<\/?(?:details|table|thead|tbody)>$/.test(line)) return []
    if (!line.startsWith('<tr>')) {
      header = []
      return [heading(inline(line))]
    }
    const cells = Array.from(line.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g), ([, cell = '']) => inline(cell))
    if (header.length > 0) return [...cells.map((cell, column) => `  ${(header[column] ?? '').padEnd(10)} ${cell}`), '']
    header = cells
    return []
  })
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** renderLogLine returns a line as a runner shows it: commands become annotations, masks are not shown. */
export function renderLogLine(line: string): string | undefined {
  const [command] = runnerCommands(line)
  if (command === undefined) return line
  switch (command.name) {
    case 'add-mask':
    case 'debug':
      return undefined
    case 'error':
      return styleText('red', annotation('Error', command))
    case 'warning':
      return styleText('yellow', annotation('Warning', command))
    case 'notice':
      return styleText('blue', annotation('Notice', command))
    default:
      return line
  }
}

function annotation(kind: string, { properties: { title }, data }: RunnerCommand): string {
  return title === undefined ? `${kind}: ${data}` : `${kind}: ${title}: ${data}`
}

function heading(line: string): string {
  const text = /^#+ (.*)$/.exec(line)?.[1] ?? /^\*\*(.*)\*\*$/.exec(line)?.[1]
  return text === undefined ? line : styleText('bold', text)
}

/** Tags are dropped, a link keeps its address, entities become characters again. */
function inline(text: string): string {
  return text
    .replace(/<a href="([^"]*)">(.*?)<\/a>/g, '$2 ($1)')
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name] ?? '')
}
