/*
 * Owns the call that loads whom we trust, with its own budget beside the reading of the files. Must not read what it gets.
 */
import type { Caller, Clock } from './retry.ts'

/** Milliseconds that loading may take in all. */
const BUDGET = 60_000

/** loadTrust returns what `load` gives, tried again within a minute; throws what it throws. */
export function loadTrust<T>(
  { call, clock }: { readonly call: Caller; readonly clock: Clock },
  load: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return call({
    service: 'trustRoot',
    deadline: clock.now() + BUDGET,
    // One try is a whole refresh of several requests, each with its own limit.
    policy: { perTry: BUDGET },
    attempt: load,
  })
}
