import { randomBytes } from 'node:crypto'
import { expect, it } from '@jest/globals'
import { textPacker } from '../../../src/core/shared/packed-text.ts'

const common = randomBytes(4_000).toString('base64')
const bundleOf = (name: string): string => JSON.stringify({ name, common, other: randomBytes(500).toString('hex') })

it('gives each text back as it was, in any order and more than once', () => {
  const texts = ['a', 'é \u{1F512}', ''].map(bundleOf)
  const pack = textPacker()
  const packed = [...texts, ''].map(pack)
  expect([...packed, ...packed].map((text) => text())).toEqual([...texts, '', ...texts, ''])
})

it.each([1, 63, 64, 65, 16_384, 16_385, 100_000])('gives back a text of %d bytes', (size) => {
  const pack = textPacker()
  const text = randomBytes(size)
    .toString('latin1')
    .replaceAll(/[^]/g, (character) => (character < ' ' ? '.' : character))
  expect([pack(common)(), pack(text)()]).toEqual([common, text])
})

it('takes a text that has nothing in common with the first', () => {
  const pack = textPacker()
  expect([pack('')(), pack('first')(), pack('second')()]).toEqual(['', 'first', 'second'])
})
