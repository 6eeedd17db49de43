/* Reads JSON that is not what it should be: every refusal names its place, and none is a TypeError. */
import { describe, expect, it } from '@jest/globals'
import { readJson, type JsonReader } from '../../../src/core/shared/json.ts'

const read = (value: unknown): JsonReader => readJson(value, (path, problem) => new RangeError(`${path} ${problem}`))

describe('reading', () => {
  it('walks to values of each kind', () => {
    const json = read({
      a: [{ b: 'text' }],
      n: 7,
      big: '9007199254740993',
      raw: 'AQI=',
      time: '2026-01-31T12:00:00.5Z',
    })
    expect(json.field('a').items(1)[0]?.field('b').text()).toBe('text')
    expect([json.field('n').integer(), json.field('big').integer()]).toEqual([7n, 9007199254740993n])
    expect(json.field('raw').bytes()).toEqual(Buffer.of(1, 2))
    expect(json.field('time').time()).toBe(Date.UTC(2026, 0, 31, 12, 0, 0, 500))
  })

  it.each<[unknown, boolean]>([
    [{ a: 0 }, true],
    [{ a: false }, true],
    [{ a: null }, false],
    [{}, false],
    [[], false],
    ['a', false],
    [null, false],
    [Object.create({ a: 1 }), false],
  ])('%j has a field a: %s', (value, expected) => {
    expect(read(value).has('a')).toBe(expected)
  })
})

describe('what is something else is refused', () => {
  it.each<[string, (json: JsonReader) => unknown, string]>([
    ['a missing field', (json) => json.field('x'), 'x is missing'],
    ['an inherited field', (json) => json.field('toString'), 'toString is missing'],
    ['a field of a text', (json) => json.field('text').field('x'), 'text is not an object'],
    ['a field of nothing', (json) => json.field('none').field('x'), 'none is not an object'],
    ['a field of a list', (json) => json.field('list').field('0'), 'list is not an object'],
    ['the items of an object', (json) => json.items(), 'the document is not a list'],
    ['more items than there may be', (json) => json.field('list').items(1), 'list has 2 items, more than 1'],
    ['a field of an item', (json) => json.field('list').items()[1]?.field('x'), 'list[1] is not an object'],
    ['a number as text', (json) => json.field('one').text(), 'one is not a text'],
    ['a half', (json) => json.field('half').integer(), 'half is not a whole number'],
    ['more than a double holds', (json) => json.field('large').integer(), 'large is not a whole number'],
    ['a text as number', (json) => json.field('text').integer(), 'text is not a whole number'],
    ['an empty text as number', (json) => json.field('empty').integer(), 'empty is not a whole number'],
    ['a text as base64', (json) => json.field('text').bytes(), 'text is not base64'],
    ['base64url', (json) => json.field('url').bytes(), 'url is not base64'],
    ['base64 without its end', (json) => json.field('unpadded').bytes(), 'unpadded is not base64'],
    ['nothing as bytes', (json) => json.field('empty').bytes(), 'empty is not base64'],
    ['a text as time', (json) => json.field('text').time(), 'text is not a time'],
  ])('%s', (_, access, message) => {
    const json = read({
      text: 'a b',
      none: null,
      list: [1, 'x'],
      one: 1,
      half: 0.5,
      large: 1e300,
      empty: '',
      url: '_-8=',
      unpadded: 'AQI',
    })
    expect(() => access(json)).toThrow(new RangeError(message))
  })
})
