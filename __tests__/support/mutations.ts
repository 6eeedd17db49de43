/*
 * Owns the ways in which a parsed JSON document is changed at one place. Must not know what the document means.
 */
import type { JsonObject } from '../../sandbox/forged-entry.ts'

/** Change is one way to spoil a place. */
export type Change = 'removed' | 'emptied' | 'swapped' | 'flipped' | 'duplicated'

/** changed returns a copy of `document` with the place at `path` (names and indexes, dots between) changed; `other` lends its own. */
export function changed(document: JsonObject, path: string, change: Change, other: JsonObject): JsonObject {
  const copy = structuredClone(document)
  const names = path.split('.')
  const last = names.pop() ?? ''
  const parent = resolve(copy, names)
  const value = parent[last]
  if (value === undefined) throw new Error(`there is nothing at ${path}`)
  if (change === 'removed') Reflect.deleteProperty(parent, last)
  else if (change === 'emptied') parent[last] = empty(value)
  else if (change === 'swapped') parent[last] = resolve(other, names)[last]
  else if (change === 'flipped') parent[last] = flipped(value)
  else parent[last] = duplicated(value)
  if (JSON.stringify(copy) === JSON.stringify(document)) throw new Error(`${path} ${change} is no change`)
  return copy
}

function resolve(document: JsonObject, names: readonly string[]): JsonObject {
  return names.reduce((value, name) => value[name] as JsonObject, document)
}

function empty(value: unknown): unknown {
  return typeof value === 'string' ? '' : Array.isArray(value) ? [] : {}
}

/** The last bit of bytes in base64, a number by one, the first letter of any other text. */
function flipped(value: unknown): unknown {
  if (typeof value !== 'string') throw new Error('only texts can be flipped')
  if (/^\d+$/.test(value)) return String(BigInt(value) + 1n)
  const bytes = decoded(value)
  if (bytes === undefined) return `x${value.slice(1)}`
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
  return bytes.toString('base64')
}

function duplicated(value: unknown): unknown {
  if (Array.isArray(value)) return [...(value as unknown[]), value[0]]
  if (typeof value !== 'string') throw new Error('only lists and texts can be duplicated')
  const bytes = decoded(value)
  return bytes === undefined ? value + value : Buffer.concat([bytes, bytes]).toString('base64')
}

function decoded(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
