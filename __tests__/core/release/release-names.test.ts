import fc from 'fast-check'
import { describe, expect, it } from '@jest/globals'
import { storedName } from '../../../sandbox/github/asset-name.ts'
import { assetName, isLeftover, isOfAnotherRun, temporaryName } from '../../../src/core/release/release-names.ts'

describe("an asset's name", () => {
  it.each([
    ['x.iso.sigstore.json', 'x.iso.sigstore.json'],
    ['my x (1).iso.sig', 'my.x.1.iso.sig'],
    ['.config.sig', 'default.config.sig'],
    ['Łódź.iso', 'Lodz.iso'],
    ['Straße.iso', 'Strasse.iso'],
    ['日本.iso', 'default.iso'],
    ['a..b.', 'a.b'],
  ])('of %s is %s', (file, name) => {
    expect(assetName(file)).toBe(name)
  })

  it('is what the sandbox stores, and stays so', () => {
    const names = fc.string({ unit: fc.oneof(fc.constantFrom(...'a. ~+@_-%Éłœ×'), fc.string({ unit: 'grapheme' })) })
    fc.assert(
      fc.property(names, (start) => {
        const name = `${start}.sig`
        expect(assetName(name)).toBe(storedName(name))
        expect(assetName(assetName(name))).toBe(assetName(name))
      }),
    )
  })
})

describe('a temporary name', () => {
  const run = { runId: '3003', runAttempt: 2 }

  it('holds the run and its attempt, and GitHub stores it as it is', () => {
    const name = temporaryName(run, 'x.iso.sig')
    expect(name).toBe('keyless-sign.3003.2.x.iso.sig')
    expect(storedName(name)).toBe(name)
  })

  it('of a very long name is cut at its beginning', () => {
    const name = temporaryName(run, `${'a.'.repeat(150)}iso.sig`)
    expect(name).toMatch(/^keyless-sign\.3003\.2\.a\..{100,}\.iso\.sig$/)
    expect(name.length).toBeLessThan(255)
    expect(storedName(name)).toBe(name)
  })

  it.each([
    ['an earlier attempt of this run', 'keyless-sign.3003.1.x.iso.sig', true],
    ['this attempt, so another job', 'keyless-sign.3003.2.x.iso.sig', false],
    ['another run', 'keyless-sign.3004.1.x.iso.sig', false],
    ['another file', 'keyless-sign.3003.1.y.iso.sig', false],
    ['nobody of us', 'x.iso.sig', false],
    ['nobody of us, though its name ends like ours', 'my-keyless-sign.3003.1.x.iso.sig', false],
  ])('of %s is a leftover or not', (_, asset, expected) => {
    expect(isLeftover(asset, run, 'x.iso.sig')).toBe(expected)
  })

  it('of a tenth attempt is a leftover for the eleventh', () => {
    expect(isLeftover('keyless-sign.3003.10.x.iso.sig', { ...run, runAttempt: 11 }, 'x.iso.sig')).toBe(true)
  })

  it('of another run is told from ours and from a name that only begins like it', () => {
    const others = ['keyless-sign.3003.1.x', 'keyless-sign.1.1.x', 'keyless-sign.tar.gz'].map((asset) =>
      isOfAnotherRun(asset, run),
    )
    expect(others).toEqual([false, true, false])
  })
})
