/* Shows what the runner would act on in a log, and what it would not. */
import { describe, expect, it } from '@jest/globals'
import { runnerCommands } from '../../../sandbox/runner/runner-commands.ts'

describe('runnerCommands', () => {
  it.each([
    ['::debug::text', { name: 'debug', properties: {}, data: 'text' }],
    [
      '  ::error title=E_X,file=a%3Ab%2Cc::two%0Alines %25',
      { name: 'error', properties: { title: 'E_X', file: 'a:b,c' }, data: 'two\nlines %' },
    ],
    ['::warning::', { name: 'warning', properties: {}, data: '' }],
    ['Signed: ##[set-output name=x]value.iso', { name: 'set-output', properties: { name: 'x' }, data: 'value.iso' }],
    ['##[error a=1;b=%3B%5D]text%5D', { name: 'error', properties: { a: '1', b: ';]' }, data: 'text]' }],
    ['x\r::add-mask::y', { name: 'add-mask', properties: {}, data: 'y' }],
  ])('finds the command in %j', (line, command) => {
    expect(runnerCommands(line)).toEqual([command])
  })

  it.each([
    'text ::error::in the middle',
    '::error',
    '::unknown::text',
    ':: error::x',
    '##[error',
    '##[unknown]x',
    '##\\[error]x',
  ])('finds nothing in %j', (line) => {
    expect(runnerCommands(line)).toEqual([])
  })
})
