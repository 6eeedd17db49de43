/* Shows which names are suggested for one that does not exist. */
import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { editDistance, nearestNames } from '../../../src/core/shared/nearest-names.ts'

it('suggests at most three names, the nearest first', () => {
  const names = ['readme.md', 'x2.iso', 'X.ISO', 'xy.iso', 'x.img', 'another-image.iso']
  expect(nearestNames('x.iso', names)).toEqual(['X.ISO', 'x2.iso', 'xy.iso'])
})

it('suggests nothing that has nothing in common', () => {
  expect(nearestNames('x.iso', ['a-very-different-file.tar.gz'])).toEqual([])
})

it('measures a distance that is symmetric, zero only between equals, and never longer than the longer text', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 8 })
  fc.assert(
    fc.property(text, text, (one, other) => {
      const distance = editDistance(one, other)
      expect(distance).toBe(editDistance(other, one))
      expect(distance === 0).toBe(one === other)
      expect(distance).toBeLessThanOrEqual(Math.max([...one].length, [...other].length))
    }),
  )
})
