/* Shows the one line that a person watches: it takes its own place, fits the terminal, and is nowhere else. */
import { describe, expect, it } from '@jest/globals'
import { statusLine, type StatusLine } from '../../../src/adapters/terminal/status-line.ts'

function lineOn(stream: { isTTY: boolean; columns?: number }, isDumb = false): { line: StatusLine; written: string[] } {
  const written: string[] = []
  const write = (text: string | Uint8Array): boolean => written.push(String(text)) > 0
  return { line: statusLine({ columns: 80, ...stream, write }, isDumb), written }
}

const CLEAR = '\r\u001B[2K'

describe('the status line', () => {
  it('takes the place of the one before, and is taken away once', () => {
    const { line, written } = lineOn({ isTTY: true })
    line.show('one')
    line.show('two')
    line.clear()
    line.clear()
    expect(written).toEqual([`${CLEAR}one`, `${CLEAR}two`, CLEAR])
  })

  it('is cut where it would wrap, and harmless', () => {
    const { line, written } = lineOn({ isTTY: true, columns: 24 })
    line.show('\u001B[31m 0123456789012345678901234567890')
    expect(written).toEqual([`${CLEAR}\\u001b[31m 01234567890…`])
  })

  it.each([
    [{ isTTY: false }, false],
    [{ isTTY: true }, true],
  ])('is not where nobody watches or nothing can be taken back: %j', (stream, isDumb) => {
    const { line, written } = lineOn(stream, isDumb)
    line.show('one')
    line.clear()
    expect(written).toEqual([])
  })
})
