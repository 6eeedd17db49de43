/*
 * Owns which pages there are, and what of each is made: snippets, tables, figures. Writes nothing.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { withIncludedFiles } from './included-files.ts'
import { withMeasuredFigures } from './measured-figures.ts'
import { actionFiles, readAction, withTables } from './reference-tables.ts'
import { troubleshootingPage } from './troubleshooting.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** Where pages for people lie, from the root. */
const folders = ['', 'docs', 'examples', 'lab', 'sandbox']

/** pageNames are the paths of all pages from the root. */
export const pageNames: readonly string[] = folders.flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join(folder, name)),
)

/** readText returns a file's text; the path is from the root. */
export function readText(name: string): string {
  return readFileSync(path.join(root, name), 'utf8')
}

/** madePage returns the page of this name as it has to be, whatever of it is stale. */
export function madePage(name: string): string {
  if (name === 'docs/troubleshooting.md') return troubleshootingPage()
  const page = withIncludedFiles(readText(name), readText)
  if (name === 'README.md') return withMeasuredFigures(page, readText('docs/performance.md'))
  if (name === 'docs/reference.md') return withTables(page, actions())
  return page
}

function actions(): Parameters<typeof withTables>[1] {
  return { '': readAction(readText(actionFiles[''])), 'verify-': readAction(readText(actionFiles['verify-'])) }
}
