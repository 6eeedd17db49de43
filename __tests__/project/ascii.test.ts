/* Shows that dist/ is ASCII, and that writing a program in it either leaves what the program does, or is refused. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from '@jest/globals'
import { asciiOf } from '../../scripts/ascii.ts'

const DIST = path.join(import.meta.dirname, '../../dist')
const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[cm]?js$/.test(name))
const isAscii = (text: string): boolean => !/[\u0080-\uffff]/.test(text)

it.each(files)('dist/%s is ASCII', (name) => {
  expect(isAscii(readFileSync(path.join(DIST, name), 'utf8'))).toBe(true)
})

it('looks at every file that runs', () => {
  expect(files).toEqual(expect.arrayContaining(['sign/index.js', 'verify/index.js', 'verify-cli/keyless-verify.mjs']))
})

describe('a program in ASCII', () => {
  it.each([
    ['a string', `'naïve — \u{1f600}'`],
    ['a backslash before it', String.raw`'a\é' + "\\é" + '\\\é'`],
    ['a template', '`é${1 + 1}–${`ü`}\\—`'],
    ['a name', '(() => { const größe = { é: 1 }; return größe.é })()'],
    ['a private name', '(() => { class A { #é = 2; get() { return this.#é } } return new A().get() })()'],
    [
      'a regular expression',
      String.raw`[/^[é–]+$/.test('é–'), /\—/.test('—'), /^.[😀]$/u.test('x😀'), /[😀]/v.test('😀')]`,
    ],
    ['white space that is not a string’s', `[\u00a01,\ufeff'\u00a0'.length, ' \u2003 '.length]`],
    ['a comment that ends with a line of its own kind', `[1 // é\u2028, 2]`],
    ['statements on lines of their own kind', `let a = 1\u2029let b = a /* \u2028 */ a + 1 + b`],
    ['a comment', `/* é\u00a0– */ 1 // — ü`],
  ])('gives the same with %s', (_, code) => {
    const ascii = asciiOf(code, 'x.js')
    expect(isAscii(ascii)).toBe(true)
    expect(ascii).not.toBe(code)
    expect(runInNewContext(ascii)).toEqual(runInNewContext(code))
  })

  it.each([
    ['a template with a tag', 'String.raw`é`'],
    ['a line that goes on in the next', `'a\\\u2028b'`],
    ['what is no program', '= é ='],
    ['a name outside the basic plane', 'const \u{20000} = 1'],
  ])('is refused with %s', (_, code) => {
    expect(() => asciiOf(`\n${code}`, 'x.js')).toThrow(/^x\.js.* in ASCII$/)
  })

  it('is the very same where it was in ASCII', () => {
    const code = String.raw`const a = '\u00e9\\' // x`
    expect(asciiOf(code, 'x.js')).toBe(code)
  })
})
