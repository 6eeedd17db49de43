/* Shows what is judged of a measurement, and what is only shown. */
import { expect, it } from '@jest/globals'
import { lineOf, memoryBar } from '../../bench/bar.ts'

const MEBIBYTE = 1024 * 1024

it('a peak holds up to its bar, and is missed above it', () => {
  expect(memoryBar('x', 150 * MEBIBYTE, 150)).toMatchObject({ holds: true })
  expect(memoryBar('x', 150 * MEBIBYTE + 1, 150)).toMatchObject({ holds: false })
})

it('a line says whether it was judged', () => {
  expect(lineOf(memoryBar('x', 140 * MEBIBYTE, 150))).toBe('holds  peak memory of x: 140 MiB (bar: 150 MiB)')
  expect(lineOf(memoryBar('x', 160 * MEBIBYTE, 150))).toBe('MISSED peak memory of x: 160 MiB (bar: 150 MiB)')
  expect(lineOf({ title: 'x', measured: '2 s', bar: '1 s' })).toBe('shown  x: 2 s (aim: 1 s)')
})
