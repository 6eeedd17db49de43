import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from '@jest/globals'

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

it('explains every error code once, and no other', () => {
  const explained = [...read('docs/troubleshooting.md').matchAll(/^\| `(E_[A-Z_]+)`/gm)].map(([, code]) => code)
  const codes = [...read('src/core/shared/errors.ts').matchAll(/\| '(E_[A-Z_]+)'/g)].map(([, code]) => code)
  expect(codes.length).toBeGreaterThan(50)
  expect(explained.toSorted()).toEqual(codes.toSorted())
})
