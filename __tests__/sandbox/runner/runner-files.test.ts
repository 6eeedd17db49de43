/* Shows how the runner reads a file of outputs. */
import { describe, expect, it } from '@jest/globals'
import { runnerPairs } from '../../../sandbox/runner/runner-files.ts'

describe('runnerPairs', () => {
  it.each([
    ['', {}],
    ['a=1\n\nb=x=y<<z\n', { a: '1', b: 'x=y<<z' }],
    ['a=1\na=2', { a: '2' }],
    ['a<<E\nE\n', { a: '' }],
    ['a<<E\nb=2\n\nlast\nE\nc=3', { a: 'b=2\n\nlast', c: '3' }],
    ['a<<E=\nx\nE=\n', { a: 'x' }],
  ])('reads %j', (text, pairs) => {
    expect(runnerPairs(text)).toEqual(pairs)
  })

  it.each(['name', '=value', '<<E\nx\nE', 'a<<\nx', 'a<<E\nx'])('refuses %j, as the runner does', (text) => {
    expect(() => runnerPairs(text)).toThrow()
  })
})
