import { describe, expect, it } from '@jest/globals'
import { breakableCode, htmlTable, logFacts, logLink, markdownFacts } from '../../../src/core/reporting/markdown.ts'

const parts = (text: string): readonly string[] => breakableCode(text).split('<wbr>')
const page = 'https://search.sigstore.dev/?logIndex=7'

describe('breakableCode', () => {
  it('breaks a SHA-256 into equal parts', () => {
    expect(parts('ab'.repeat(32))).toHaveLength(8)
  })

  it('breaks after separators, else after eight characters, and never at the end', () => {
    expect(parts('zeta-x86_64.installer')).toEqual(['<code>zeta-', 'x86&#95;', '64.', 'installe', 'r</code>'])
    expect(parts('12345678')).toEqual(['<code>12345678</code>'])
  })

  it('keeps every character, and no character reference is broken', () => {
    const text = '<img src=x>::`[]()|é🦊&#95;'
    const decoded = breakableCode(text)
      .replace(/<\/?(?:wbr|code)>/g, '')
      .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    expect(decoded).toBe(text)
  })
})

describe('logLink', () => {
  it('is a link where the public log has a page', () => {
    expect(logLink('7', page)).toContain('>7</a>')
  })

  it.each([
    ['of another log', '7', 'https://rekor.example'],
    ['that is no number', '7"', page],
  ])('is none for an index %s', (_, index, url) => {
    expect(logLink(index, url)).not.toContain('<a')
  })

  it('says that nobody signed an index that is not told', () => {
    expect(logLink('', page)).toBe('not signed')
  })
})

it('logs without pages are named, once each', () => {
  expect(logFacts([page, 'https://rekor.example', 'https://rekor.example', ''])).toEqual([
    ['Log', '<code>https&#58;//rekor.example</code>'],
  ])
  expect(logFacts([page])).toEqual([])
})

it('a table ends with an empty line, has its columns’ widths, and no line of it is empty', () => {
  const table = htmlTable([{ head: 'A', width: 10 }, { head: 'B' }], [['1', '2']])
  expect(table).toContain('<tr><th width="10">A</th><th>B</th></tr>')
  expect(table).toContain('<tr><td>1</td><td>2</td></tr>')
  expect(table.trimEnd()).not.toContain('\n\n')
})

it('facts are a list', () => {
  expect(
    markdownFacts([
      ['A', '1'],
      ['B', '2'],
    ]),
  ).toBe('- A: 1\n- B: 2\n')
})
