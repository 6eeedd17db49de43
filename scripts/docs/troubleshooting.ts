/*
 * Owns docs/troubleshooting.md: made from the catalogue of errors, so that there is one place to change.
 */
import { groups, type Group } from '../errors/catalogue.ts'

const OPENING = `# Troubleshooting

<!-- Made from scripts/errors/ by "npm run docs": change it there. -->

A failed run ends with one error whose title is a code, and with that code in the output \`error-code\`. The message names
the file, input or service; its \`Fix:\` says what to change. This page says what stands behind each code. Codes never
change their meaning.

While a run waits for a service, each retry is one line in the log: what failed, why, and when it tries again. To see more,
run the job again with "Enable debug logging" ticked.
`

/** troubleshootingPage returns the page that the groups give, as text of docs/troubleshooting.md. */
export function troubleshootingPage(): string {
  return [OPENING, ...groups.map(section)].join('\n')
}

function section({ title, intro, errors }: Group): string {
  const rows = Object.entries(errors).map(([code, { meaning, fix }]) => [`\`${code}\``, meaning, fix])
  const table = [['Code', 'What it means', 'What to do'], ['---', '---', '---'], ...rows].map(
    (cells) => `| ${cells.join(' | ')} |\n`,
  )
  return `## ${title}\n\n${intro === undefined ? '' : `${intro}\n\n`}${table.join('')}`
}
