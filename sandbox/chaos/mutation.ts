/*
 * Owns random damage to JSON and to bytes. Must not know what they mean.
 */
import type { Json } from '../faults.ts'
import type { Random } from './random.ts'

/** mutated returns JSON that differs from `value` at one place, wherever that is. */
export function mutated(value: Json, random: Random): Json {
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value)
    if (names.length > 0 && random.chance(0.85)) {
      const name = random.pick(names)
      return Array.isArray(value)
        ? withItem(value as readonly Json[], Number(name), random)
        : withMember(value as Readonly<Record<string, Json>>, name, random)
    }
  }
  return replacement(value, random)
}

/** damaged returns bytes that differ from `bytes`: one is another, some are missing, or some are too many. */
export function damaged(bytes: Buffer, random: Random): Buffer {
  const at = random.between(0, Math.max(0, bytes.length - 1))
  const way = random.pick(['flip', 'cut', 'insert'] as const)
  if (way === 'cut') return bytes.subarray(0, at)
  if (way === 'insert' || bytes.length === 0) {
    return Buffer.concat([bytes.subarray(0, at), Buffer.from('x'), bytes.subarray(at)])
  }
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(at) ^ (1 << random.between(0, 7)), at)
  return copy
}

function withItem(items: readonly Json[], index: number, random: Random): Json {
  const item = items[index] ?? null
  const way = random.pick(['change', 'change', 'change', 'remove', 'repeat'] as const)
  if (way === 'repeat') return [...items, item]
  return items.flatMap((each, at) => (at !== index ? [each] : way === 'remove' ? [] : [mutated(each, random)]))
}

function withMember(members: Readonly<Record<string, Json>>, name: string, random: Random): Json {
  const { [name]: member = null, ...others } = members
  return random.chance(0.2) ? others : { ...others, [name]: mutated(member, random) }
}

function replacement(value: Json, random: Random): Json {
  if (typeof value === 'number' && random.chance(0.7)) return value + random.pick([-1, 1, 2 ** 31, -value, 0.5])
  if (typeof value === 'string' && value !== '' && random.chance(0.8)) {
    if (/^\d+$/.test(value) && random.chance(0.5)) return String(BigInt(value) + 1n)
    return damaged(Buffer.from(value), random).toString()
  }
  return random.pick<Json>([null, '', 0, -1, true, [], {}, 'x', '::error::x\n##[set-output name=a]b', 2 ** 53])
}
