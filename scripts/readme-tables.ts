/*
 * Owns the tables of inputs and outputs in README.md: made from both action.yml files, between markers, so that there is
 * one place to change. `npm run readme` writes them; __tests__/project/contract.test.ts fails where they differ.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { table } from './markdown.ts'

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

/** actionFiles are the action.yml files by what the markers of their tables begin with. */
export const actionFiles = { '': 'action.yml', 'verify-': 'verify/action.yml' } as const

/** Actions are the metadata of both actions, by the same. */
export type Actions = Readonly<Record<keyof typeof actionFiles, ActionMetadata>>

/** withTables returns the README with the tables that the actions give; throws where a marker is missing. */
export function withTables(readme: string, actions: Actions): string {
  return withActionTables(withActionTables(readme, '', actions['']), 'verify-', actions['verify-'])
}

function withActionTables(readme: string, prefix: keyof typeof actionFiles, action: ActionMetadata): string {
  const inputs = Object.entries(action.inputs).map(([name, input]) => [
    code(name),
    input.default ? code(input.default) : '',
    line(input.description),
  ])
  const outputs = Object.entries(action.outputs).map(([name, output]) => [code(name), line(output.description)])
  const file = actionFiles[prefix]
  const withInputs = between(readme, `${prefix}inputs`, file, table(['Input', 'Default', 'Meaning'], inputs))
  return between(withInputs, `${prefix}outputs`, file, table(['Output', 'Meaning'], outputs))
}

function between(text: string, name: string, file: string, content: string): string {
  const start = `<!-- ${name}: made from ${file} by "npm run readme" -->\n<!-- prettier-ignore-start -->\n`
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

function code(text: string): string {
  return `\`${text}\``
}

/** A table cell is one line; paragraphs become breaks in it. */
function line(text: string): string {
  return text
    .trim()
    .replaceAll(/\n{2,}/g, '<br>')
    .replaceAll(/\s+/g, ' ')
}

async function main(): Promise<void> {
  const root = path.dirname(import.meta.dirname)
  const file = path.join(root, 'README.md')
  const read = async (name: string): Promise<ActionMetadata> =>
    readAction(await readFile(path.join(root, name), 'utf8'))
  const actions = { '': await read(actionFiles['']), 'verify-': await read(actionFiles['verify-']) }
  await writeFile(file, withTables(await readFile(file, 'utf8'), actions))
}

if (process.argv[1] === import.meta.filename) await main()
