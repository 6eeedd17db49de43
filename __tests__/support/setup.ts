/*
 * Owns what holds in every test file before it begins: nothing is printed but what jest says, one line a suite, so that a
 * failure is seen.
 */
import { withoutDebug } from './without-debug.ts'

const { stdout } = process
const write = withoutDebug(stdout.write.bind(stdout))
// Every test file has a `process` of its own, but all of a worker's share one stream, which is left as it is.
const quiet: unknown = Object.create(stdout, { write: { value: write, configurable: true, writable: true } })
Object.defineProperty(process, 'stdout', { value: quiet, configurable: true })
