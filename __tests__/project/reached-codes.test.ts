/* Shows that every error code is reached by a scenario, which runs dist/; what is not, stands here. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { ErrorCode } from '../../src/core/shared/errors.ts'
import { errorCodes } from '../support/error-codes.ts'

/** The codes that tests below a folder hold as whole texts, as expectations are: one inside a sentence expects nothing. */
function namedIn(folder: string): ReadonlySet<string> {
  const below = path.resolve(import.meta.dirname, '..', folder)
  const files = readdirSync(below, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const texts = files.map((name) => readFileSync(path.join(below, name), 'utf8'))
  return new Set(texts.flatMap((text) => [...text.matchAll(/(['"`])(E_[A-Z0-9_]+)\1/g)].map(([, , code = '']) => code)))
}

const named = namedIn('scenarios')

/** What no scenario can bring about on every machine, and why. */
const unreachable: Partial<Record<ErrorCode, string>> = {
  E_FILE_STALLED: 'takes a disk that hangs',
}

/** What a scenario could bring about, and none does yet. */
const waiting: readonly ErrorCode[] = ['E_TSA_RESPONSE']

describe('the scenarios', () => {
  it('reach every error code on dist/, but those that stand here', () => {
    const missing = errorCodes.filter((code) => !named.has(code))
    expect(missing.toSorted()).toEqual([...Object.keys(unreachable), ...waiting].toSorted())
  })

  it('leave to the rooms what they cannot bring about', () => {
    const held = new Set([...namedIn('core'), ...namedIn('adapters')])
    expect(Object.keys(unreachable).filter((code) => !held.has(code))).toEqual([])
  })

  it('name no code that is not one', () => {
    expect([...named].filter((code) => !errorCodes.includes(code))).toEqual([])
  })
})
