/* Spoils every field of good bundles in every way, and shows that each is refused with the code for what is wrong. */
import { describe, expect, it } from '@jest/globals'
import { newForge, type ForgeOptions } from '../../../sandbox/forge.ts'
import { outcome, trust, verify } from '../../support/judge.ts'
import { changed, type Change } from '../../support/mutations.ts'
import { HARMLESS, hostileFields, type Kind } from './hostile-fields.ts'

const forge = await newForge()
const trusted = trust(forge.trustedRoot)
const options: Readonly<Record<Kind, ForgeOptions>> = {
  v1: {},
  'v1-set': { timestamp: false },
  v2: { rekorVersion: 2 },
}
const CONTENT = 'an image'

const rows = await Promise.all(
  (['v1', 'v1-set', 'v2'] as const).map(async (kind) => {
    const good = await forge.bundle({ ...options[kind], content: CONTENT })
    const other = await forge.bundle({ ...options[kind], content: 'another image' })
    return hostileFields[kind].flatMap(([path, changes]) =>
      (Object.entries(changes) as [Change, string][]).map(([change, expected]) => {
        const text = JSON.stringify(changed(good, path, change, other))
        return { name: `${kind}: ${path} ${change}`, text, expected: expected in HARMLESS ? 'verified' : expected }
      }),
    )
  }),
)
const table = rows.flat()

describe('a spoilt bundle', () => {
  it('comes in more than sixty forms, few of them harmless', () => {
    expect(table.length).toBeGreaterThan(60)
    expect(table.filter(({ expected }) => expected === 'verified').length).toBeLessThan(10)
  })

  it('was good before', async () => {
    for (const each of Object.values(options)) {
      const text = JSON.stringify(await forge.bundle({ ...each, content: CONTENT }))
      expect(outcome(() => verify(text, CONTENT, trusted))).toBe('verified')
    }
  })

  it.each(table)('$name ends with $expected', ({ text, expected }) => {
    expect(outcome(() => verify(text, CONTENT, trusted))).toBe(expected)
  })
})
