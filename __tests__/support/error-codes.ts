/* Owns the list of error codes as values: the source has them as a type alone, which is gone when it runs. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

const source = readFileSync(path.resolve(import.meta.dirname, '../../src/core/shared/errors.ts'), 'utf8')

/** errorCodes are all members of the type ErrorCode, in its order. */
export const errorCodes: readonly string[] = [...source.matchAll(/^ {2}\| '(E_[A-Z0-9_]+)'$/gm)].map(
  ([, code = '']) => code,
)
