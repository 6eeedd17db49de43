/*
 * Owns the text of the third-party notices that ship beside the bundled code: each package with its licence and
 * notice texts, equal texts printed once. Must not depend on platform, time or directory.
 */
import type { PackageLicence } from './licence-list.ts'

const rule = '-'.repeat(100)

/** notices returns what must go with code, as THIRD_PARTY_NOTICES.txt: LF line ends, packages with the same texts together. */
export function notices(licences: readonly PackageLicence[], code = 'The code in this directory'): string {
  const introduction = `${code} was bundled from these ${String(licences.length)} packages.`
  const headings = new Map<string, readonly string[]>()
  for (const licence of licences) {
    const texts = [body(licence), licence.noticeText].filter(Boolean).join('\n\n')
    headings.set(texts, [...(headings.get(texts) ?? []), heading(licence)])
  }
  const sections = [...headings].map(([texts, lines]) => `${lines.join('\n')}\n\n${texts}`)
  return `${[introduction, ...sections].join(`\n\n${rule}\n`)}\n`
}

function heading({ name, licence, repository }: PackageLicence): string {
  return [name, licence, repository].filter(Boolean).join(' | ')
}

function body({ licence, licenceText }: PackageLicence): string {
  return licenceText ?? `The package carries no licence file; it states: ${licence}.`
}
