/*
 * Owns arbitrary damage: JSON documents and bytes that were right once and were then changed in a few places, and the one
 * thing that every reader of them owes: an answer, or an error of ours. Must not know what is read.
 */
import fc from 'fast-check'
import { ActionError } from '../../src/core/shared/errors.ts'

type Path = readonly (string | number)[]

/** damagedJson gives copies of a parsed document with one to four of its places replaced by anything, or removed. */
export function damagedJson(document: unknown): fc.Arbitrary<unknown> {
  const paths = placesOf(document)
  const replacement = fc.oneof(
    fc.constant(REMOVED),
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(
      '',
      '0',
      '-1',
      '99999999999999999999',
      'AAAA',
      '=',
      '__proto__',
      -1,
      2 ** 53,
      Number.MAX_VALUE,
      [],
      {},
    ),
  )
  const damage = fc.array(fc.tuple(fc.constantFrom(...paths), replacement), { minLength: 1, maxLength: 4 })
  return damage.map((changes) => changes.reduce((copy, [path, value]) => replaced(copy, path, value), document))
}

/** damagedBytes gives copies of some bytes with up to eight of them changed, cut off at the end, or followed by more. */
export function damagedBytes(bytes: Uint8Array): fc.Arbitrary<Buffer> {
  const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255))
  return fc
    .tuple(fc.array(change, { maxLength: 8 }), fc.nat(bytes.length), fc.uint8Array({ maxLength: 16 }))
    .map(([changes, length, tail]) => {
      const copy = Buffer.from(bytes)
      for (const [index, value] of changes) copy[index] = value
      return Buffer.concat([changes.length === 0 ? copy.subarray(0, length) : copy, tail])
    })
}

/** isAnswerOrOurs does `work`, and tells whether it ended as a reader may: with an answer, or with an ActionError. */
export function isAnswerOrOurs(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch (error) {
    return error instanceof ActionError && error.fix !== ''
  }
}

const REMOVED = Symbol('removed')

function placesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item] as const)
    : Object.entries(value)
  return [path, ...entries.flatMap(([name, inside]) => placesOf(inside, [...path, name]))]
}

function replaced(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by === REMOVED ? null : by
  // An earlier change may have taken the place away.
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => (index === name ? replaced(item, rest, by) : item))
    return rest.length === 0 && by === REMOVED ? items.filter((_, index) => index !== name) : items
  }
  const copy = new Map(Object.entries(value))
  if (rest.length === 0 && by === REMOVED) copy.delete(String(name))
  else if (copy.has(String(name))) copy.set(String(name), replaced(copy.get(String(name)), rest, by))
  return Object.fromEntries(copy)
}
