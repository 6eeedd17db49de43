/* Holds the scenarios of dist/ together with the closed list of the matrix's rows: none is missing, none is unknown. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { ROWS, VARIANTS } from '../scenarios/matrix/ids.ts'

const scenarios = path.resolve(import.meta.dirname, '../scenarios')
const sources = readdirSync(scenarios, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(path.join(scenarios, name), 'utf8'))

/** A name of a test that begins with the ids of rows: `'O7 never ends its answer'`, `"X21, X25 with odd names"`. */
const NAME = /(?<=^|[\s([{])['"`]([A-Z]\d+(?:, [A-Z]\d+)*) (?=\S)/gm
const ids = sources.flatMap((source) => [...source.matchAll(NAME)].flatMap(([, found = '']) => found.split(', ')))
const tests = new Map(ids.map((id) => [id, ids.filter((each) => each === id).length]))
const rows = Object.entries(ROWS).flatMap(([part, numbers]) => numbers.map((number) => `${part}${String(number)}`))

describe('the fault matrix', () => {
  it('has a scenario for every row', () => {
    expect(rows.filter((id) => !tests.has(id))).toEqual([])
  })

  it('has a scenario for every variant that a row names', () => {
    const found = Object.keys(VARIANTS).map((id) => [id, tests.get(id) ?? 0] as const)
    expect(found.filter(([id, count]) => count < (VARIANTS[id] ?? 0))).toEqual([])
  })

  it('lists every row that a scenario names', () => {
    expect([...tests.keys()].filter((id) => !rows.includes(id))).toEqual([])
  })
})
