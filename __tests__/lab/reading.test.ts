/*
 * Owns the check of how the lab reads what others wrote: its command line, printed commands, act's log.
 */
import { describe, expect, it } from '@jest/globals'
import { printedBlocks } from '../../lab/acceptance/printed-commands.ts'
import { readActLog } from '../../lab/act/log.ts'
import { readOptions } from '../../lab/options.ts'
import { newTally } from '../../lab/support/report.ts'

const suites = ['acceptance', 'tuf']

describe('options', () => {
  it('run every suite when none is named', () => {
    expect(readOptions([], suites)).toEqual({ mode: 'checks', suites, only: '' })
  })

  it('take suites by name and a text to look for', () => {
    expect(readOptions(['tuf', '--only', 'expired'], suites)).toEqual({
      mode: 'checks',
      suites: ['tuf'],
      only: 'expired',
    })
  })

  it.each([['--fast'], ['nonsense']])('refuse %s with the usage', (argument) => {
    expect(() => readOptions([argument], suites)).toThrow(
      expect.objectContaining({ fix: expect.stringContaining('usage:') }),
    )
  })
})

describe('printedBlocks', () => {
  it('takes whole blocks, whose fences may be longer than three', () => {
    expect(printedBlocks('a\n```sh\none \\\n  two\n```\nb\n````sh\nx ``` y\n````\n')).toEqual([
      'one \\\n  two',
      'x ``` y',
    ])
  })
})

describe('readActLog', () => {
  const log = readActLog(
    [
      '{"command":"set-output","name":"signed","arg":"true","msg":"  ::set-output:: signed=true"}',
      '{"command":"set-output","name":"bundle","arg":"a\\nb","msg":"x"}',
      '{"command":"summary","content":"## Signed","msg":"Summary"}',
      '{"command":"warning","arg":"careful","msg":"y"}',
      'Error: no JSON at all',
    ].join('\n'),
  )

  it('finds outputs, also of several lines, by their name', () => {
    expect(log.outputs('signed')).toEqual(['true'])
    expect(log.outputs('bundle')).toEqual(['a\nb'])
  })

  it('finds summaries and annotations, and keeps lines that are no JSON', () => {
    expect(log.summaries).toEqual(['## Signed'])
    expect(log.annotations).toEqual(['warning: careful'])
    expect(log.lines).toContain('Error: no JSON at all')
  })
})

describe('newTally', () => {
  it('counts, prints one line a check, takes a throw for a failure, and goes on', async () => {
    const lines: string[] = []
    const tally = newTally((line) => lines.push(line))
    await tally.check('one', () => Promise.resolve({ passed: true }))
    await tally.group('two').check('three', () => Promise.reject(new Error('broken')))
    expect(lines).toEqual(['ok   one', expect.stringContaining('FAIL two: three: Error: broken')])
    expect(tally.closingLine()).toMatch(/^\nFailed:\nFAIL two: three[\s\S]*\n1 passed, 1 failed$/)
  })

  it('runs only the checks whose line holds the text', async () => {
    const tally = newTally(() => undefined, 'two: th')
    await tally.check('one', () => Promise.resolve({ passed: false }))
    await tally.group('two').check('three', () => Promise.resolve({ passed: true }))
    expect(tally.counts).toEqual({ passed: 1, failed: 0 })
  })
})
