/* Shows what GitHub's limits leave room and time for, to the last asset and request. */
import { describe, expect, it } from '@jest/globals'
import { planAssets } from '../../../src/core/release/release-plan.ts'
import type { ReleaseAsset } from '../../../src/core/types.ts'
import { asset, draft, options, subject } from '../../support/release-plan.ts'

function names(count: number): readonly ReleaseAsset[] {
  return Array.from({ length: count }, (_, index) => asset(`file-${index}`))
}

describe('a plan is refused', () => {
  it.each([
    [997, [], 'fits'],
    [998, [], 'E_RELEASE_LIMIT'],
    [997, [asset('x.iso.sig')], 'E_RELEASE_LIMIT'],
    [996, [asset('x.iso.sig')], 'fits'],
    [995, ['sig', 'pem'].map((end) => asset(`x.iso.${end}`)), 'fits'],
    [996, ['sig', 'pem'].map((end) => asset(`x.iso.${end}`)), 'E_RELEASE_LIMIT'],
    [999, [asset('x.iso.sig', false)], 'E_RELEASE_LIMIT'],
    [997, [asset('x.iso.sig', false)], 'fits'],
  ])('when %d other assets and %j leave too little room: %s', (count, ours, expected) => {
    const plan = (): unknown => planAssets(draft, [...names(count), ...ours], [subject('x.iso')], options)
    if (expected === 'fits') expect(plan).not.toThrow()
    else expect(plan).toThrow(expect.objectContaining({ code: expected }))
  })

  it.each([
    [992, 'fits'],
    [993, 'E_RELEASE_LIMIT'],
  ])('when the first file of a second subject has no room beside %d others: %s', (count, expected) => {
    const older = ['x.iso.sig', 'y.iso.sig'].map((name) => asset(name))
    const both = ['x.iso', 'y.iso'].map(subject)
    const plan = (): unknown => planAssets(draft, [...names(count), ...older], both, options)
    if (expected === 'fits') expect(plan).not.toThrow()
    else expect(plan).toThrow(expect.objectContaining({ code: expected }))
  })

  it.each([
    ['free names', [], 3_000],
    ['names to replace', ['x.iso.sig', 'x.iso.pem', 'x.iso.sigstore.json'].map((name) => asset(name)), 9_000],
    ['one name to replace', [asset('x.iso.sig')], 7_000],
    ['what an upload left', [asset('x.iso.sig', false)], 4_000],
    ['what an attempt left', [asset('keyless-sign.3003.1.x.iso.sig')], 4_000],
  ])('when %s need more time than there is', (_, assets, needed) => {
    const plan = (budget: number): unknown => planAssets(draft, assets, [subject('x.iso')], { ...options, budget })
    expect(() => plan(needed)).not.toThrow()
    expect(() => plan(needed - 1)).toThrow(expect.objectContaining({ code: 'E_RELEASE_LIMIT' }))
  })

  it.each([
    [166, [], undefined],
    [167, [], 'E_RELEASE_LIMIT'],
    [100, [0], undefined],
    [166, [0, 1], 'E_RELEASE_LIMIT'],
  ] as const)('when %i files, of which %j are there, need more requests than an hour has', (count, there, code) => {
    const subjects = Array.from({ length: count }, (_, index) => subject(`x${index}.iso`))
    const assets = there.map((index) => asset(`x${index}.iso.sig`))
    const planned = (): unknown => planAssets(draft, assets, subjects, { ...options, budget: Infinity })
    if (code === undefined) expect(planned).not.toThrow()
    else expect(planned).toThrow(expect.objectContaining({ code }))
  })

  it.each([
    [2, undefined],
    [3, 'E_RELEASE_LIMIT'],
  ])('when a look at each of %i files in the way is a request too many: %s', (count, code) => {
    const subjects = Array.from({ length: 166 }, (_, index) => subject(`x${index}.iso`))
    const assets = ['sig', 'pem', 'sigstore.json'].map((end) => asset(`x0.iso.${end}`, false)).slice(0, count)
    const planned = (): unknown => planAssets(draft, assets, subjects, { ...options, budget: Infinity })
    if (code === undefined) expect(planned).not.toThrow()
    else expect(planned).toThrow(expect.objectContaining({ code }))
  })
})
