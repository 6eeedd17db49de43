/*
 * Owns the reading of untrusted JSON: every access names its path and fails with the caller's error, never with a
 * TypeError. Must not know what is read.
 */

/** JsonReader walks parsed JSON; every method but `has` calls `fail` when the value is not what is asked for. */
export interface JsonReader {
  /** Where this value stands, as `a.b[0]`. */
  readonly path: string
  readonly value: unknown
  /** True when the object has the field and it is neither null nor undefined. */
  has(name: string): boolean
  field(name: string): JsonReader
  /** The items of a list; `most` is how many it may have. */
  items(most?: number): readonly JsonReader[]
  text(): string
  /** A whole number, as JSON number or as decimal digits (protobuf JSON writes 64-bit numbers as text). */
  integer(): bigint
  /** Standard base64 with padding (RFC 4648 section 4), not empty; line breaks in it count for nothing, as in cosign. */
  bytes(): Buffer
  /** Milliseconds since the epoch of an RFC 3339 time. */
  time(): number
}

/** Fail makes the error of a value that is not what was asked for; `problem` is like `is not a text`. */
export type Fail = (path: string, problem: string) => Error

/** readJson starts reading at the root of `value`. */
export function readJson(value: unknown, fail: Fail, path = ''): JsonReader {
  const refuse = (problem: string): never => {
    throw fail(path === '' ? 'the document' : path, problem)
  }
  const object = (): Readonly<Record<string, unknown>> => (isRecord(value) ? value : refuse('is not an object'))
  const text = (): string => (typeof value === 'string' ? value : refuse('is not a text'))
  return {
    path,
    value,
    has: (name) => isRecord(value) && Object.hasOwn(value, name) && value[name] !== null && value[name] !== undefined,
    field: (name) => {
      const record = object()
      const inside = path === '' ? name : `${path}.${name}`
      if (!Object.hasOwn(record, name)) throw fail(inside, 'is missing')
      return readJson(record[name], fail, inside)
    },
    items: (most = Infinity) => {
      if (!Array.isArray(value)) return refuse('is not a list')
      // Before there is a reader for each: a list of two million numbers is a small file.
      if (value.length > most) return refuse(`has ${String(value.length)} items, more than ${String(most)}`)
      return value.map((item: unknown, index) => readJson(item, fail, `${path}[${String(index)}]`))
    },
    text,
    integer: () => {
      if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
      if (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) return BigInt(value)
      return refuse('is not a whole number')
    },
    bytes: () => {
      const encoded = text().replace(/[\r\n]/g, '')
      const decoded = Buffer.from(encoded, 'base64')
      if (decoded.length === 0 || decoded.toString('base64') !== encoded) refuse('is not base64')
      return decoded
    },
    time: () => {
      const parsed = Date.parse(text())
      return Number.isNaN(parsed) ? refuse('is not a time') : parsed
    },
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
