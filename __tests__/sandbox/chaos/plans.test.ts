/* Shows that a seed decides what chaos plays, and that in the long run it plays everything. Plays nothing. */
import { describe, expect, it } from '@jest/globals'
import { mutated } from '../../../sandbox/chaos/mutation.ts'
import { readOptions } from '../../../sandbox/chaos/options.ts'
import { newRandom } from '../../../sandbox/chaos/random.ts'
import { signPlan } from '../../../sandbox/chaos/sign-plan.ts'
import { verifyPlan } from '../../../sandbox/chaos/verify-plan.ts'
import type { Json } from '../../../sandbox/faults.ts'

const many = Array.from({ length: 600 }, (_, index) => index)
const signPlans = many.map((index) => signPlan(newRandom(1, index)))
const verifyPlans = many.map((index) => verifyPlan(newRandom(1, index)))

/** Plans as text: keys and functions are not the seed's. */
const text = (plan: object): string =>
  JSON.stringify(plan, (name, value: unknown) => (['publicKey', 'exp', 'iat'].includes(name) ? name : value))

describe('a plan', () => {
  it('is the same for the same seed and index, and another for others', () => {
    const again = many.map((index) => signPlan(newRandom(1, index)))
    expect(again.map(text)).toEqual(signPlans.map(text))
    expect(many.map((index) => text(verifyPlan(newRandom(1, index))))).toEqual(verifyPlans.map(text))
    expect(new Set(signPlans.map(text)).size).toBeGreaterThan(590)
    expect(text(signPlan(newRandom(2, 0)))).not.toBe(text(signPlan(newRandom(1, 0))))
  })

  it('of a signing run meets everything sooner or later', () => {
    const routes = new Set(signPlans.flatMap(({ faults }) => faults.map(({ route }) => route)))
    expect(routes.size).toBe(15 + 8)
    const kinds = new Set(
      signPlans.flatMap(({ faults }) => faults.flatMap(({ script }) => script.map(({ fault }) => fault.kind))),
    )
    expect([...kinds].sort()).toEqual(
      [
        'delay',
        'drip',
        'lie',
        'lost-reply',
        'none',
        'reset-before',
        'stall-body',
        'stall-headers',
        'status',
        'truncate',
      ].sort(),
    )
    expect(new Set(signPlans.map(({ trust }) => trust)).size).toBe(3)
    const share = (is: (plan: (typeof signPlans)[number]) => boolean): number =>
      signPlans.filter(is).length / many.length
    expect(share(({ kill }) => kill !== undefined)).toBeGreaterThan(0.05)
    expect(share(({ byDigest }) => byDigest)).toBeGreaterThan(0.05)
    expect(share(({ attempt }) => attempt === 2)).toBeGreaterThan(0.05)
    expect(share(({ release }) => release !== undefined)).toBeGreaterThan(0.05)
    expect(share(({ isHarmless }) => isHarmless)).toBeGreaterThan(0.03)
  })

  it('of a verifying run does every damage, and now and then none', () => {
    const damage = new Set(verifyPlans.flatMap(({ files }) => files.map((file) => file.damage)))
    expect([...damage].sort()).toEqual(['bundle-bytes', 'bundle-gone', 'bundle-json', 'file', 'none', 'swapped'])
    expect(verifyPlans.filter(({ isHarmless }) => isHarmless).length).toBeGreaterThan(60)
  })

  it('never makes a run wait longer than its budget: what has a longer limit of its own is not silent', () => {
    const stalled = signPlans.flatMap(({ faults }) =>
      faults.flatMap(({ route, script, always }) =>
        [...script, ...(always === undefined ? [] : [always])].flatMap(({ fault }) =>
          fault.kind.startsWith('stall') || fault.kind === 'drip' ? [route] : [],
        ),
      ),
    )
    expect([...new Set(stalled)].filter((route) => /^(?:tuf|artifacts|blobs\.get)/.test(route))).toEqual([])
  })
})

describe('mutated', () => {
  it('changes one place of some JSON and leaves JSON', () => {
    const value: Json = { a: [1, 'two', { three: null }], b: 'text', c: '42' }
    const results = many.map((index) => mutated(value, newRandom(5, index)))
    const changed = results.filter((result) => JSON.stringify(result) !== JSON.stringify(value))
    expect(changed.length).toBeGreaterThan(570)
    expect(new Set(changed.map((result) => JSON.stringify(result))).size).toBeGreaterThan(60)
  })
})

describe('readOptions', () => {
  it('reads numbers and has a seed where none is given', () => {
    expect(readOptions(['--runs', '5', '--seed', '7', '--only', '3'])).toEqual({
      runs: 5,
      seed: 7,
      only: 3,
      atATime: 3,
      lab: false,
    })
    expect(readOptions(['--lab'])).toMatchObject({ runs: 60, lab: true, seed: expect.any(Number) })
  })

  it.each([[['--runs', 'many']], [['--unknown']], [['stray']]])('refuses %j', (args) => {
    expect(() => readOptions(args)).toThrow()
  })
})
