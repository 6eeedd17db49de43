/*
 * Owns whose failure it is when a library throws where nobody can catch: in a listener of its own, in a later turn of the event
 * loop, perhaps when the call that made the listener is long over. Must not know any library.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

type Fail = (error: unknown) => void

const calls = new AsyncLocalStorage<Fail>()

/** asCall runs `work`; what is thrown uncaught in its context, however late, goes to `fail`, and does not end the process. */
export function asCall<T>(fail: Fail, work: () => T): T {
  return calls.run(fail, work)
}

/** handToCall gives an uncaught error to the call in whose context it was thrown, and this runs; false where there is none. */
export function handToCall(error: unknown): boolean {
  const fail = calls.getStore()
  fail?.(error)
  return fail !== undefined
}
