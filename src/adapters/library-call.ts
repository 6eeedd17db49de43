/*
 * Owns whose business it is what a library throws in a listener of its own when the call that made the listener is over: nobody's,
 * for the call has already said how it ended. Must not know any library.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

const calls = new AsyncLocalStorage<AbortSignal>()

/** asCall runs `work`, and everything that it ever sets off, as one call, which is over when the signal aborts. */
export function asCall<T>(over: AbortSignal, work: () => T): T {
  return calls.run(over, work)
}

/** isAfterCall tells whether this runs, as the handler of an uncaught error does, in what a call that is over has set off. */
export function isAfterCall(): boolean {
  return calls.getStore()?.aborted === true
}
