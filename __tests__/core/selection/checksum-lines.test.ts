/* Shows which lines of SHA256SUMS text are read, and how each bad one is named. */
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  formatChecksumLine,
  looksLikeChecksumLine,
  parseChecksumLines,
} from '../../../src/core/selection/checksum-lines.ts'
import { isSha256 } from '../../../src/core/shared/encoding.ts'
import type { Sha256 } from '../../../src/core/types.ts'

const A = 'a'.repeat(64)
const B = '0123456789abcdef'.repeat(4)

const parse = (text: string): ReturnType<typeof parseChecksumLines> => parseChecksumLines(text, 'linux')
const names = (text: string): readonly string[] => parse(text).map(({ name }) => name)

function digest(hex: string): Sha256 {
  if (!isSha256(hex)) throw new Error(`${hex} is no digest`)
  return hex
}

describe('parseChecksumLines', () => {
  it.each([
    [`${A}  x.iso`, 'x.iso'],
    [`${A} *x.iso`, 'x.iso'],
    [`${A} x.iso`, 'x.iso'],
    [`${A.toUpperCase()}  x.iso`, 'x.iso'],
    [`  ${A}  x.iso`, 'x.iso'],
    [`SHA256 (x.iso) = ${A}`, 'x.iso'],
    [`SHA256 (x (1) = 2.iso) = ${A}`, 'x (1) = 2.iso'],
    [`${A}  ./dir//x.iso`, 'dir/x.iso'],
    [`${A}   lead.iso`, ' lead.iso'],
    [`${A}  **x.iso`, '**x.iso'],
    [`\\${A}  back\\\\slash.iso`, 'back\\slash.iso'],
    [`${A}  back\\slash.iso`, 'back\\slash.iso'],
    [`\\SHA256 (back\\\\slash.iso) = ${A}`, 'back\\slash.iso'],
    [`${A}  tab\t$(x) '.iso`, "tab\t$(x) '.iso"],
  ])('reads %j', (line, name) => {
    expect(parse(line)).toEqual([{ number: 1, name, sha256: A }])
  })

  it('passes over a byte order mark, line ends of both kinds, blank lines and comments', () => {
    const text = `\uFEFF# build 7\r\n\r\n${A}  x.iso\r\n   \n${B} *y.iso\n`
    expect(parse(text)).toEqual([
      { number: 3, name: 'x.iso', sha256: A },
      { number: 5, name: 'y.iso', sha256: B },
    ])
  })

  it('takes a line that is repeated once', () => {
    expect(names(`${A}  x.iso\n${A} *./x.iso`)).toEqual(['x.iso'])
  })

  it.each([
    [`${A.slice(1)}  x.iso`, 'Line 2 of the checksums has a digest of 63 hex digits instead of 64'],
    [`${A}a  x.iso`, '65 hex digits instead of 64'],
    [`${'z'.repeat(64)}  x.iso`, 'not hex'],
    [`${A}${A}  x.iso`, '128 hex digits'],
    [`SHA512 (x.iso) = ${A}${A}`, 'is for SHA512'],
    [`SHA256 (x.iso) = ${A.slice(1)}`, '63 hex digits'],
    [`SHA256 () = ${A}`, 'is not the name of a file'],
    [A, 'is no checksum line'],
    [`${A}  `, 'is no checksum line'],
    [`${A}  /x.iso`, 'is an absolute path'],
    [`${A}  C:\\x.iso`, 'is an absolute path'],
    [`${A}  \\\\host\\share\\x.iso`, 'is an absolute path'],
    [`${A}  \\x.iso`, 'is an absolute path'],
    [`${A}  D:x.iso`, 'names a drive'],
    [`${A}  -`, 'is what sha256sum calls its standard input'],
    [`${A} *-`, 'is what sha256sum calls its standard input'],
    [`SHA256 (-) = ${A}`, 'is what sha256sum calls its standard input'],
    [`${A}  dir\\..\\..\\x.iso`, "with '..'"],
    [`${A}  ../x.iso`, "with '..'"],
    [`${A}  dir/../x.iso`, "with '..'"],
    [`${A}  ..\\x.iso`, "with '..'"],
    [`${A}  dir/`, 'is not the name of a file'],
    [`${A}  .`, 'is not the name of a file'],
    [`\\${A}  x\\n.iso`, 'contains a control character (\\n)'],
    [`${A}  x\u001b.iso`, 'contains a control character (\\u001b)'],
    [`${A}  x\uFFFD.iso`, 'is not valid UTF-8'],
    [`\\${A}  x\\t.iso`, 'has an escape other than'],
    [`\\${A}  x\\`, 'has an escape other than'],
    [`${B}  first.iso`, "gives 'first.iso' another digest than line 1"],
    [`${B}  ./first.iso`, "gives 'first.iso' another digest than line 1"],
  ])('refuses %j and names the line', (line, text) => {
    expect(() => parse(`${A}  first.iso\n${line}`)).toThrow(
      expect.objectContaining({
        code: 'E_INPUT_CHECKSUMS',
        message: expect.stringMatching(/^Line 2 /),
        fix: expect.stringContaining('64 hex digits'),
      }),
    )
    expect(() => parse(`${A}  first.iso\n${line}`)).toThrow(text)
  })

  it.each([
    'x.iso:stream',
    'dir\\x.iso:stream:$DATA',
    'x?.iso',
    '<x>.iso',
    'x|y',
    'x.iso.',
    'x.iso ',
    'dir /x.iso',
    'dir\\... \\x.iso',
  ])('refuses %j on Windows, and takes it elsewhere', (name) => {
    const text = `${A}  ${name}`
    expect(names(text)).toEqual([name])
    expect(() => parseChecksumLines(text, 'win32')).toThrow(expect.objectContaining({ code: 'E_INPUT_CHECKSUMS' }))
  })

  it.each([
    ['d/x.iso', 'd\\x.iso'],
    ['x.iso', 'X.ISO'],
    ['d/x.iso', 'D\\.\\X.iso'],
    ['d/x.iso', 'd\\\\x.iso'],
  ])('refuses %j beside %j on Windows, where they are one file, and takes both elsewhere', (first, second) => {
    const text = `${A}  ${first}\n${A}  ${second}`
    expect(names(text)).toEqual([first, second])
    expect(() => parseChecksumLines(text, 'win32')).toThrow(
      expect.objectContaining({
        code: 'E_INPUT_CHECKSUMS',
        message: `Line 2 of the checksums names '${second}', which is the same file on Windows as '${first}' of line 1`,
      }),
    )
  })

  it('takes on Windows what leads to one file each', () => {
    const text = `${A}  d\\x.iso\n${B}  ./d/y.iso\n${A} *d\\x.iso\n${A}  .hidden`
    expect(parseChecksumLines(text, 'win32').map(({ name }) => name)).toEqual(['d\\x.iso', 'd/y.iso', '.hidden'])
  })

  it.each(['', '\n\n', '# nothing'])('refuses %j, which holds no line', (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'E_INPUT_CHECKSUMS' }))
  })

  it('gives back every name and digest that formatChecksumLine wrote', () => {
    const name = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((text) => !/(?!\t)\p{Cc}|[\uFFFD/\p{Surrogate}]/u.test(text) && /\S/.test(text))
      .filter(
        (text) => !path.win32.isAbsolute(text) && !text.split('\\').includes('..') && !/^(?:[-.]$|[a-z]:)/i.test(text),
      )
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }).map(digest)
    fc.assert(
      fc.property(name, hex, (text, sha256) => {
        expect(parse(formatChecksumLine(text, sha256))).toEqual([{ number: 1, name: text, sha256 }])
      }),
    )
  })

  it('never throws anything but E_INPUT_CHECKSUMS', () => {
    const piece = fc.constantFrom(
      A,
      ' ',
      '  ',
      '*',
      '\\',
      'SHA256 (',
      ') = ',
      'x',
      '/',
      '..',
      'D:',
      '-',
      '\r',
      '\n',
      '#',
    )
    fc.assert(
      fc.property(fc.array(piece), fc.constantFrom('linux', 'win32'), (pieces, platform) => {
        try {
          parseChecksumLines(pieces.join(''), platform)
        } catch (error) {
          expect(error).toMatchObject({ code: 'E_INPUT_CHECKSUMS' })
        }
      }),
    )
  })
})

it('looksLikeChecksumLine tells a line from a path', () => {
  const lines = [`${A}  x.iso`, `${A.slice(9)} x.iso`, `\\${A} *x`, `SHA256 (x) = ${A}`, `SHA512 (x) = ${A}`]
  expect(lines.map(looksLikeChecksumLine)).toEqual(lines.map(() => true))
  const paths = ['SHA256SUMS', 'dist/my sums.txt', 'deadbeef.txt', `${A}.sha256`, 'result (1) = 2.txt']
  expect(paths.map(looksLikeChecksumLine)).toEqual(paths.map(() => false))
})
