/*
 * Owns the tables of inputs and outputs in docs/reference.md: made from both action.yml files, so that there is one place to
 * change.
 */
import { parse } from 'yaml'
import { table } from '../markdown.ts'
import { between } from './markers.ts'

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

/** withTables returns the page with the tables that the actions give; throws where a marker is missing. */
export function withTables(page: string, actions: Actions): string {
  return withActionTables(withActionTables(page, '', actions['']), 'verify-', actions['verify-'])
}

function withActionTables(page: string, prefix: keyof typeof actionFiles, action: ActionMetadata): string {
  const inputs = Object.entries(action.inputs).map(([name, input]) => [
    code(name),
    input.default ? code(input.default) : '',
    line(input.description),
  ])
  const outputs = Object.entries(action.outputs).map(([name, output]) => [code(name), line(output.description)])
  const file = actionFiles[prefix]
  const withInputs = marked(page, `${prefix}inputs`, file, table(['Input', 'Default', 'Meaning'], inputs))
  return marked(withInputs, `${prefix}outputs`, file, table(['Output', 'Meaning'], outputs))
}

function marked(page: string, name: string, file: string, content: string): string {
  const open = `<!-- ${name}: made from ${file} by "npm run docs" -->\n<!-- prettier-ignore-start -->\n`
  return between(page, open, `\n<!-- prettier-ignore-end -->\n<!-- end of ${name} -->`, `\n${content}\n`)
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
