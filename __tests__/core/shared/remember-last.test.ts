/* Shows that what is remembered goes by the bytes alone, and that a reading which throws leaves nothing behind. */
import { expect, it } from '@jest/globals'
import { rememberLast } from '../../../src/core/shared/remember-last.ts'

it('reads again only what did not come last', () => {
  const asked: string[] = []
  const read = rememberLast((bytes) => asked.push(bytes.toString()))
  expect(['a', 'a', 'b', 'a'].map((text) => read(Buffer.from(text)))).toEqual([1, 1, 2, 3])
  expect(asked).toEqual(['a', 'b', 'a'])
})

it('remembers an answer that is undefined', () => {
  let asked = 0
  const read = rememberLast(() => {
    asked++
  })
  expect([read(Buffer.of(1)), read(Buffer.of(1)), asked]).toEqual([undefined, undefined, 1])
})

it('keeps a copy of the bytes, in an array of its own', () => {
  const read = rememberLast((bytes) => bytes)
  const given = Buffer.from('abc')
  const copy = read(given)
  given.fill('x')
  expect([copy.toString(), copy.buffer.byteLength]).toEqual(['abc', 3])
  expect(read(given)).not.toBe(copy)
})

it('asks again for bytes that could not be read, and keeps what came before', () => {
  let asked = 0
  const read = rememberLast((bytes) => {
    asked++
    if (bytes.length === 0) throw new TypeError('nothing')
    return bytes.length
  })
  expect(read(Buffer.of(1))).toBe(1)
  for (let time = 0; time < 2; time++) expect(() => read(Buffer.alloc(0))).toThrow(TypeError)
  expect([read(Buffer.of(1)), asked]).toEqual([1, 3])
})
