/* Shows that a test run keeps back what libraries print for debugging, and nothing else. */
import { expect, it } from '@jest/globals'
import { withoutDebug } from './without-debug.ts'

it('keeps back debug commands, and no other text', () => {
  const written: unknown[] = []
  const write = withoutDebug((text) => written.push(text) > 0)
  const others = ['::error::no\n', 'x ::debug::y\n', Buffer.from('::debug::bytes')]
  for (const text of ['::debug::one\n', ...others, '::debug::two\n']) expect(write(text)).toBe(true)
  expect(written).toEqual(others)
})

it('is what every test file writes through', () => {
  expect(Object.hasOwn(process.stdout, 'write')).toBe(true)
  expect(process.stdout.write('::debug::this line is seen where it is not\n')).toBe(true)
})
