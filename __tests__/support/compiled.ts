/*
 * Owns where Node keeps what it compiled of our own TypeScript: tests start many processes of it, each of which would compile
 * it again. What runs dist/ is started without.
 */
import path from 'node:path'

/** COMPILED are the variables of a process that runs our own TypeScript. */
export const COMPILED = {
  NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, '../../node_modules/.cache/keyless-sign'),
}
