/* Shows that what only holds a checksum line, or a name, is none: a whole line, a whole name, every character of it. */
import { describe, expect, it } from '@jest/globals'
import {
  formatChecksumLine,
  looksLikeChecksumLine,
  parseChecksumLines,
} from '../../../src/core/selection/checksum-lines.ts'
import { distinctFiles } from '../../../src/core/selection/distinct-files.ts'
import { escapePattern } from '../../../src/core/selection/patterns.ts'
import { newLog } from '../../support/recording-log.ts'
import { failing, names } from '../../support/selecting.ts'
import { branded } from '../../support/signing.ts'
import { newWorkspace } from '../../support/workspace.ts'

const A = 'a'.repeat(64)
const refused = expect.objectContaining({ code: 'E_INPUT_CHECKSUMS' })

describe('a checksum line', () => {
  it.each([`!${A}  x`, `x=${A}  x`, `xSHA256 (x) = ${A}`, `-SHA256 (x) = ${A}`, `SHA256 (x) = ${A} y`, `${A}  a\rb`])(
    'is none where more stands beside it: %j',
    (line) => {
      expect(() => parseChecksumLines(line, 'linux')).toThrow(refused)
    },
  )

  it('keeps every character of a name, one that looks like the start of a text as well', () => {
    expect(parseChecksumLines(`${A}  a\uFEFFb`, 'linux')).toMatchObject([{ name: 'a\uFEFFb' }])
  })

  it('is what a path that holds one is not', () => {
    expect(looksLikeChecksumLine(`dist/${A} x`)).toBe(false)
    expect(looksLikeChecksumLine(`${A} x`)).toBe(true)
  })

  it.each(['x.iso', 'a\\b', 'a b', 'a\\\\b'])('is written so that it is read as the same name: %j', (name) => {
    const line = formatChecksumLine(name, branded(A))
    expect(line.startsWith('\\')).toBe(name.includes('\\'))
    expect(parseChecksumLines(line, 'linux')).toMatchObject([{ name, sha256: A }])
  })
})

describe('the limit of files', () => {
  const paths = (count: number) => Array.from({ length: count }, (_, index) => `/w/${String(index)}`)

  it('is 1,024, each counted once', () => {
    expect(distinctFiles([...paths(1024), '/w/0'], '/w', newLog())).toHaveLength(1024)
    expect(() => distinctFiles(paths(1025), '/w', newLog())).toThrow(expect.objectContaining({ code: 'E_INPUT_FILES' }))
  })
})

describe('a name as a pattern', () => {
  it('matches only itself', () => {
    expect(escapePattern('a\\b[c]*?')).toBe('a\\\\b[[]c][*][?]')
  })

  it('with a backslash takes nothing else away', async () => {
    expect(await names(newWorkspace('a\\b', 'ab', 'c'), '*', '!a\\b')).toEqual(['ab', 'c'])
  })
})

it('a pattern that matches nothing is an error though another line takes files away', async () => {
  const workspace = newWorkspace('a.iso', 'b.iso')
  expect(await failing(workspace, '*.iso', '*.img', '!b.iso')).toMatchObject({
    code: 'E_FILE_NOT_FOUND',
    message: expect.stringContaining("'*.img'") as unknown,
  })
  expect(await names(workspace, '*.iso', 'b*', '!b.iso')).toEqual(['a.iso'])
})
