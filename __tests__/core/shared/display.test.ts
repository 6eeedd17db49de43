import { describe, expect, it } from '@jest/globals'
import { runnerCommands } from '../../../sandbox/runner/runner-commands.ts'
import { display, displayMarkdown, redact } from '../../../src/core/shared/display.ts'

const hostile = [
  '::set-output name=a::b',
  '  ::stop-commands::x',
  '\u00a0::error::x',
  'x\n::set-output name=a::b',
  'x\r::set-output name=a::b',
  '##[set-output name=verified]true.iso',
  'x ##[add-mask]y',
  '###[error]x',
  '\u200b::error::x',
  '#\u034f#[error]x',
]

describe('display', () => {
  it.each(hostile)('leaves no workflow command in %j, at the start of a line or inside one', (text) => {
    expect(runnerCommands(`${display(text)}\nSigned ${display(text)}`)).toEqual([])
    expect(display(text)).not.toMatch(/\p{Default_Ignorable_Code_Point}/u)
  })

  it.each(hostile)('changes nothing more when %j was made harmless before', (text) => {
    expect(display(display(text))).toBe(display(text))
  })

  it('writes invisible characters out', () => {
    expect(display('a\n\r\t\x1b[31m\u0085\u202e\u2066\u200b\ufeff\u2028\u{e0041}\ud800')).toBe(
      'a\\n\\r\\t\\u001b[31m\\u0085\\u202e\\u2066\\u200b\\ufeff\\u2028\\udb40\\udc41\\ud800',
    )
  })

  it('keeps ordinary names as they are', () => {
    const name = "dist/Zürich 日本 [1] 100%25 'a' \\ $(x) `y`.iso"
    expect(display(name)).toBe(name)
  })

  it('cuts at the limit, ellipsis included, and never in the middle of a character', () => {
    expect(display('x'.repeat(301))).toBe(`${'x'.repeat(299)}…`)
    expect(display('x'.repeat(300))).toBe('x'.repeat(300))
    expect(display('😀😀😀', 4)).toBe('😀…')
  })
})

describe('redact', () => {
  const token = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(40)}.${'c-_'.repeat(20)}`

  it.each([
    ['a token', `got ${token} back`, 'got [redacted] back'],
    ['the user of a URL', 'at http://user:p@ss@proxy.example:3128/x', 'at http://[redacted]@proxy.example:3128/x'],
    ['a payload alone', `eyJ${'b'.repeat(40)}`, '[redacted]'],
    ['a token in base64', Buffer.from(token).toString('base64'), '[redacted]'],
    ['a bearer', 'Authorization: Bearer SECRETBEARER', 'Authorization: Bearer [redacted]'],
    ['a SAS signature', 'https://x/?se=1&sig=ab%2Fc&sp=r', 'https://x/?se=1&sig=[redacted]&sp=r'],
    ['a GitHub token', `ghs_${'A'.repeat(36)} x`, '[redacted] x'],
  ])('removes %s', (_, text, expected) => {
    expect(redact(text)).toBe(expected)
    expect(display(text)).toBe(expected)
  })
})

describe('displayMarkdown', () => {
  it('leaves nothing that HTML, Markdown, a table or an autolink could act on', () => {
    const cell = displayMarkdown(
      '<img src=x onerror=1>|a|`b`*c*_d_[e](f)@g #h ~i~ \\ $j$ https://k WWW.l & "m" \'n\' !',
    )
    expect(cell.replace(/&#\d+;/g, '')).not.toMatch(/[<>|`*_[\]()@#~\\$:&"'!]|www\./i)
  })

  it('decodes to what display returns', () => {
    const name = 'a<b>&"\'|`*_[x](y)www.z😀ü'
    const decoded = displayMarkdown(name).replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    expect(decoded).toBe(display(name))
  })
})
