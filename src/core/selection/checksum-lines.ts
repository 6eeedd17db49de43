/*
 * Owns the syntax of SHA256SUMS text: the GNU form with its escapes, the BSD form, comments. Must not touch the disk,
 * nor decide where a name leads.
 */
import path from 'node:path'
import { display } from '../shared/display.ts'
import { isSha256 } from '../shared/encoding.ts'
import { ActionError } from '../shared/errors.ts'
import { nameProblem, placeOf } from './listed-names.ts'
import type { Sha256 } from '../types.ts'

/** ChecksumLine is one line's digest and name, unescaped; `number` counts from 1. */
export interface ChecksumLine {
  readonly number: number
  readonly name: string
  readonly sha256: Sha256
}

// coreutils: `HEX  NAME`, `HEX *NAME` and, as its -c reads it, `HEX NAME`; `SHA256 (NAME) = HEX` as --tag and BSD write it.
const gnuLine = /^(?<escaped>\\?)(?<hex>[0-9A-Za-z]+)(?: [ *]?)(?<name>.*\S.*)$/su
const bsdLine = /^(?<escaped>\\?)(?<algorithm>[A-Z][A-Z0-9/-]*) \((?<name>.*)\) = (?<hex>\S*)$/su

/** looksLikeChecksumLine tells whether text was probably meant as a checksum line and not as a path. */
export function looksLikeChecksumLine(text: string): boolean {
  return /^\\?[0-9a-fA-F]{16,}\s/.test(text) || bsdLine.test(text)
}

/**
 * parseChecksumLines returns the lines of SHA256SUMS text; blank lines and those that start with `#` are passed over.
 * Throws E_INPUT_CHECKSUMS, naming the line, for a line of another form, another algorithm's digest, a name that leads
 * elsewhere (absolute, a drive, `..`) or nowhere (`-`, a control character, what Windows cannot hold, on Windows), and for a
 * name that has two digests. `platform` is the system's whose files are meant.
 */
export function parseChecksumLines(text: string, platform = process.platform): readonly ChecksumLine[] {
  const lines = new Map<string, ChecksumLine>()
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const content = raw.replace(/\r$/, '').trimStart()
    if (content === '' || content.startsWith('#')) continue
    const line = parseLine(content, index + 1, platform)
    const place = placeOf(line.name, platform)
    const earlier = lines.get(place)
    if (earlier !== undefined) refuseUnlessSame(line, earlier)
    lines.set(place, earlier ?? line)
  }
  if (lines.size > 0) return [...lines.values()]
  throw new ActionError('E_INPUT_CHECKSUMS', ({ subject }) => `${subject('checksums')} holds no checksum line`, {
    fix: FORM,
  })
}

const FORM = "write each line as sha256sum does: 64 hex digits, two spaces, the file's name"

/** formatChecksumLine returns a line in the GNU form, without a line end; names that need it are escaped. */
export function formatChecksumLine(name: string, sha256: Sha256): string {
  const escaped = name.replace(/[\\\n\r]/g, (character) => escapes.get(character) ?? character)
  return `${escaped === name ? '' : '\\'}${sha256}  ${escaped}`
}

const escapes = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
])
const unescapes = new Map([...escapes].map(([character, written]) => [written, character]))

function parseLine(content: string, number: number, platform: NodeJS.Platform): ChecksumLine {
  const groups = (bsdLine.exec(content) ?? gnuLine.exec(content))?.groups
  if (groups === undefined) throw badLine(number, `is no checksum line: '${display(content, 120)}'`)
  const { escaped, algorithm = 'SHA256', hex = '', name: written = '' } = groups
  if (algorithm !== 'SHA256') throw badLine(number, `is for ${display(algorithm)}, not for SHA256`)
  const sha256 = hex.toLowerCase()
  if (!/^[0-9a-f]*$/.test(sha256)) throw badLine(number, `has a digest that is not hex: '${display(hex, 140)}'`)
  if (!isSha256(sha256)) throw badLine(number, `has a digest of ${hex.length} hex digits instead of 64`)
  const name = escaped === '' ? written : unescapeName(written, number)
  const problem = nameProblem(name, platform)
  const advice = name === '-' ? '; have it read the file by its name' : ''
  if (problem !== undefined) throw badLine(number, `names '${display(name)}', which ${problem}${advice}`)
  return { number, name: path.posix.normalize(name), sha256 }
}

function unescapeName(written: string, number: number): string {
  if (!/^(?:[^\\]|\\[\\nr])*$/u.test(written)) throw badLine(number, 'has an escape other than \\\\, \\n and \\r')
  return written.replace(/\\./gu, (escape) => unescapes.get(escape) ?? escape)
}

function refuseUnlessSame(line: ChecksumLine, earlier: ChecksumLine): void {
  const name = display(line.name)
  if (earlier.name !== line.name) {
    const names = `'${name}', which is the same file on Windows as '${display(earlier.name)}'`
    throw badLine(line.number, `names ${names} of line ${earlier.number}`)
  }
  if (earlier.sha256 === line.sha256) return
  throw badLine(line.number, `gives '${name}' another digest than line ${earlier.number}`)
}

function badLine(number: number, problem: string): ActionError {
  return new ActionError('E_INPUT_CHECKSUMS', `Line ${number} of the checksums ${problem}`, { fix: FORM })
}
