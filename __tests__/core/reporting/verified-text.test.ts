/* Shows what a person reads of a good file, whatever its certificate leaves out; __tests__/scenarios/verify-cli.test.ts has it whole. */
import { describe, expect, it } from '@jest/globals'
import { newForge, type ForgeOptions } from '../../../sandbox/forge.ts'
import { verifiedText } from '../../../src/core/reporting/verified-text.ts'
import type { Sha256, Subject } from '../../../src/core/types.ts'
import { trust, verify } from '../../support/judge.ts'

const forge = await newForge()
const trusted = trust(forge.trustedRoot)

async function textOf(options: ForgeOptions, subject: Partial<Subject> = { size: 5, path: '/x.iso' }): Promise<string> {
  const bundle = JSON.stringify(await forge.bundle({ ...options, content: 'x.iso' }))
  const verified = verify(bundle, 'x.iso', trusted)
  const named = { name: 'x.iso', sha256: 'ab' as Sha256, ...subject }
  return verifiedText({ ...named, bundlePath: '/x.iso.sigstore.json', verified, logUrl: '' }).join('\n')
}

describe('a good file', () => {
  it('is told in eight lines', async () => {
    expect((await textOf({})).split('\n')).toHaveLength(8)
  })

  it('that was not read is told as such', async () => {
    expect(await textOf({}, {})).toMatch(
      /^Verified x\.iso \(by its digest only: the file was not read\)\n {2}SHA-256 +ab\n/,
    )
  })

  it('whose certificate names no source is told as such', async () => {
    const source = [1, 3, 5, 6, 12, 13, 14].map((number) => [`1.3.6.1.4.1.57264.1.${number}`, ''] as const)
    const text = await textOf({ certificate: { extensions: Object.fromEntries(source) } })
    expect(text).toContain('  source     its certificate names none\n')
    expect(text).not.toContain('commit')
  })

  it('with a name that a terminal would obey is harmless', async () => {
    expect(await textOf({}, { name: '\u001B[2Jx.iso' })).toContain('Verified \\u001b[2Jx.iso (')
  })
})
