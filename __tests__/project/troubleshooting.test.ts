/* Shows that the page of errors and the catalogue that gives it have every code, in words. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { catalogue, groups } from '../../scripts/errors/catalogue.ts'
import { errorCodes } from '../support/error-codes.ts'

const root = path.resolve(import.meta.dirname, '../..')
const page = readFileSync(path.join(root, 'docs/troubleshooting.md'), 'utf8')

describe('the troubleshooting page', () => {
  it('explains every error code once, and no other', () => {
    const explained = [...page.matchAll(/^\| `(E_[A-Z0-9_]+)` \|/gm)].map(([, code]) => code)
    expect(explained.toSorted()).toEqual(errorCodes.toSorted())
  })

  it('has as many rows as the catalogue has codes', () => {
    const rows = groups.flatMap(({ errors }) => Object.keys(errors))
    expect(rows.toSorted()).toEqual(Object.keys(catalogue).toSorted())
  })
})

describe('the catalogue of errors', () => {
  it.each(Object.entries(catalogue))('says of %s what it means and what to do, a table cell each', (_, explanation) => {
    for (const text of [explanation.meaning, explanation.fix]) {
      expect(text).toMatch(/^\S[^|\n]{9,}[^\s.|]$/)
      // A reader comes to one row by its code, and has not read the one above.
      expect(text).not.toMatch(/\bthe same$/i)
    }
  })
})
