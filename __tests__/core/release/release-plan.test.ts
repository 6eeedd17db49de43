import { describe, expect, it } from '@jest/globals'
import { planAssets } from '../../../src/core/release/release-plan.ts'
import type { ReleaseAsset } from '../../../src/core/types.ts'
import { asset, draft, options, published, subject } from '../../support/release-plan.ts'

describe('a plan', () => {
  it('attaches the bundle first, under the names that GitHub gives', () => {
    const { subjects, leftovers } = planAssets(draft, [], [subject('dist/my x.iso')], options)
    expect(subjects).toEqual([
      {
        name: 'dist/my x.iso',
        isMade: false,
        ownName: 'my.x.iso',
        assets: [
          { path: '/job/dist/my x.iso.sigstore.json', name: 'my.x.iso.sigstore.json' },
          { path: '/job/dist/my x.iso.pem', name: 'my.x.iso.pem' },
          { path: '/job/dist/my x.iso.sig', name: 'my.x.iso.sig' },
        ],
        earlierBundles: [],
        leftovers: [],
      },
    ])
    expect(leftovers).toEqual([])
  })

  it('counts no write for a checksum file that has its place, nor finds it in the way', () => {
    const one = { ...subject('x.iso'), checksums: '/job/x.iso.sha256' }
    const holder = asset('x.iso.sha256')
    const { subjects } = planAssets(published, [holder], [one], { ...options, budget: 3000 })
    expect(subjects[0]?.assets.at(-1)).toEqual({ path: '/job/x.iso.sha256', name: 'x.iso.sha256', holder, keeps: true })
    expect(() => planAssets(published, [], [one], { ...options, budget: 3000 })).toThrow()
  })

  it('does not take a list that the run makes for the signed file, nor its two names for equal ones', () => {
    const list = { ...subject('SUMS'), checksums: '/job/SUMS' }
    const { subjects } = planAssets(published, [asset('SUMS')], [list], options)
    expect(subjects[0]).toMatchObject({ isMade: true, assets: [{}, {}, {}, { name: 'SUMS' }] })
    expect(subjects[0]).not.toHaveProperty('own')
  })

  it('finds the signed file itself by the name that GitHub gave it', () => {
    const own = asset('my.x.iso')
    const { subjects } = planAssets(published, [own], [subject('dist/my x.iso')], options)
    expect(subjects[0]?.own).toBe(own)
  })

  it('finds the signed file beside a checksum file of its own', () => {
    const own = asset('x.iso')
    const one = { ...subject('x.iso'), checksums: '/job/x.iso.sha256' }
    expect(planAssets(published, [own], [one], options).subjects[0]).toMatchObject({ isMade: false, own })
  })

  it('does not take an upload that broke off for the signed file', () => {
    const { subjects } = planAssets(published, [asset('x.iso', false)], [subject('x.iso')], options)
    expect(subjects[0]).not.toHaveProperty('own')
  })

  it('tells what has a name: a whole asset, or what an upload left', () => {
    const [holder, starter] = [asset('x.iso.sig'), asset('x.iso.pem', false)]
    const { subjects } = planAssets(draft, [holder, starter], [subject('x.iso')], options)
    expect(subjects[0]?.assets).toMatchObject([{}, { starter }, { holder }])
  })

  it('tells what earlier attempts of this run left, and that a bundle of theirs can be judged', () => {
    const mine = ['sigstore.json', 'sig'].map((suffix) => asset(`keyless-sign.3003.1.x.iso.${suffix}`))
    const others = ['keyless-sign.3003.1.y.iso.sig', 'keyless-sign.9.1.x.iso.sig'].map((name) => asset(name))
    const { subjects, leftovers } = planAssets(draft, [...mine, ...others], [subject('x.iso')], options)
    expect(leftovers).toEqual(mine)
    expect(subjects[0]?.earlierBundles).toEqual(mine.slice(0, 1))
    expect(planAssets(published, mine, [subject('x.iso')], options).leftovers).toEqual([])
  })

  it('has no bundle to judge by in one whose upload broke off', () => {
    const cut = ['x.iso.sigstore.json', 'keyless-sign.3003.1.x.iso.sigstore.json'].map((name) => asset(name, false))
    expect(planAssets(draft, cut, [subject('x.iso')], options).subjects[0]?.earlierBundles).toEqual([])
  })
})

describe('a plan is refused', () => {
  it.each([draft, published])('when one of the names has a state that nobody knows: %j', (release) => {
    const open: ReleaseAsset = { ...asset('x.iso.sig'), state: 'other' }
    expect(() => planAssets(release, [open], [subject('x.iso')], options)).toThrow(
      expect.objectContaining({ code: 'E_RELEASE_ASSET_EXISTS' }),
    )
  })

  it('when a published release has one of the names', () => {
    expect(() => planAssets(published, [asset('x.iso.sig')], [subject('x.iso')], options)).toThrow(
      expect.objectContaining({
        code: 'E_RELEASE_ASSET_EXISTS',
        message: expect.stringContaining("'x.iso.sig'") as unknown,
      }),
    )
  })

  it.each(['keyless-sign.4004.1.x.iso.pem', 'keyless-sign.3003.2.x.iso.sigstore.json'])(
    'when another job replaces the same files: %s',
    (temporary) => {
      const assets = [asset('x.iso.sig'), asset(temporary)]
      expect(() => planAssets(draft, assets, [subject('x.iso')], options)).toThrow(
        expect.objectContaining({
          code: 'E_RELEASE_ASSET_EXISTS',
          message: expect.stringContaining(`another job is replacing`) as unknown,
          fix: expect.stringContaining(`delete the asset '${temporary}' by hand`) as unknown,
        }),
      )
      expect(() => planAssets(draft, assets.slice(1), [subject('x.iso')], options)).not.toThrow()
    },
  )

  it.each([
    ['the same name in two directories', ['a/x.iso', 'b/x.iso']],
    ['one name once GitHub has changed it', ['my x.iso', 'my.x.iso']],
    ['a signature called like a signed file', ['x.iso', 'a/x.iso.sig']],
  ])('when two files have %s', (_, files) => {
    expect(() => planAssets(draft, [], files.map(subject), options)).toThrow(
      expect.objectContaining({ code: 'E_OUTPUT_NAME' }),
    )
  })

  it('when a checksum file is called like another signed file', () => {
    const one = { ...subject('x.iso'), checksums: '/job/x.iso.sha256' }
    expect(() => planAssets(draft, [], [one, subject('x.iso.sha256')], options)).toThrow(
      expect.objectContaining({ code: 'E_OUTPUT_NAME' }),
    )
  })
})
