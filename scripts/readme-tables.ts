/*
 * Owns the tables of inputs and outputs in README.md: both are made from action.yml, between markers, so that there is
 * one place to change. `npm run readme` writes them; test/house/contract.test.ts fails where they differ.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'

/** ActionMetadata is the part of an action.yml that people read. */
export interface ActionMetadata {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
  readonly runs: { readonly using: string; readonly main: string }
}

/** readAction returns the metadata of an action.yml text. */
export function readAction(text: string): ActionMetadata {
  return parse(text) as ActionMetadata
}

/** withTables returns the README with the tables that the action gives; throws where a marker is missing. */
export function withTables(readme: string, action: ActionMetadata): string {
  const inputs = Object.entries(action.inputs).map(([name, input]) => [
    code(name),
    input.default ? code(input.default) : '',
    cell(input.description),
  ])
  const outputs = Object.entries(action.outputs).map(([name, output]) => [code(name), cell(output.description)])
  const withInputs = between(readme, 'inputs', table(['Input', 'Default', 'Meaning'], inputs))
  return between(withInputs, 'outputs', table(['Output', 'Meaning'], outputs))
}

function between(text: string, name: string, content: string): string {
  const start = `<!-- ${name}: made from action.yml by "npm run readme" -->\n<!-- prettier-ignore-start -->\n`
  const end = `\n<!-- prettier-ignore-end -->\n<!-- end of ${name} -->`
  const [before, rest] = halves(text, start)
  const [, after] = halves(rest, end)
  return `${before}${start}\n${content}\n${end}${after}`
}

function halves(text: string, marker: string): readonly [string, string] {
  const position = text.indexOf(marker)
  if (position === -1) throw new Error(`README.md has no ${marker.trim()}`)
  return [text.slice(0, position), text.slice(position + marker.length)]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function code(text: string): string {
  return `\`${text}\``
}

/** A table cell is one line, and a bar in it would end it. */
function cell(text: string): string {
  return text
    .trim()
    .replaceAll('|', '\\|')
    .replaceAll(/\n{2,}/g, '<br>')
    .replaceAll(/\s+/g, ' ')
}

async function main(): Promise<void> {
  const root = path.dirname(import.meta.dirname)
  const file = path.join(root, 'README.md')
  const action = readAction(await readFile(path.join(root, 'action.yml'), 'utf8'))
  await writeFile(file, withTables(await readFile(file, 'utf8'), action))
}

if (process.argv[1] === import.meta.filename) await main()
