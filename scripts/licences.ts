/*
 * Owns the decision which licences may be inside dist/. `npm run licences` fails on any other, so that a new
 * dependency with other terms is seen before it ships.
 */
import path from 'node:path'
import { packageLicences, type PackageLicence } from './licence-list.ts'

/** Permissive licences that Apache-2.0 code may be shipped with, as SPDX identifiers. */
const allowed: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
])

/** Packages looked at by hand, exact version, and what was found. */
const reviewed: ReadonlyMap<string, string> = new Map([
  ['buffers@0.1.1', 'states no licence anywhere; comes with @actions/artifact through unzip-stream and binary'],
  ['chainsaw@0.1.0', 'states MIT/X11, an older name of MIT; comes with @actions/artifact through unzip-stream'],
])

/** isAllowed tells whether every part of an `AND`, and one part of an `OR`, of an SPDX expression is allowed. */
export function isAllowed(expression: string): boolean {
  const flat = expression.replace(/^\((.*)\)$/, '$1')
  if (/[()]/.test(flat)) return false
  return flat.split(' OR ').some((choice) => choice.split(' AND ').every((part) => allowed.has(part)))
}

/** refused returns the packages whose licence is neither allowed nor reviewed. */
export function refused(licences: readonly PackageLicence[]): readonly PackageLicence[] {
  return licences.filter(({ name, licence }) => !isAllowed(licence) && !reviewed.has(name))
}

async function main(): Promise<void> {
  const licences = await packageLicences(path.dirname(import.meta.dirname))
  const wrong = refused(licences)
  for (const { name } of licences) if (reviewed.has(name)) console.log(`reviewed: ${name} ${reviewed.get(name) ?? ''}`)
  for (const { name, licence } of wrong) console.error(`not allowed: ${name} has the licence ${licence}`)
  console.log(`${String(licences.length - wrong.length)} of ${String(licences.length)} packages allowed`)
  if (wrong.length > 0) process.exitCode = 1
}

if (process.argv[1] === import.meta.filename) await main()
