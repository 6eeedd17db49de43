/*
 * Owns the only loop around one network call: deadline of a try, back-off with full jitter, the run's time budget, and the
 * pause that all calls to a rate-limited service share. Must not know what a call does. (identity/credential.ts and
 * signing/sign-subject.ts loop, too, around many calls: with a new token and certificate, with a new signature.)
 */
import { abortReason, race, sleep } from '../shared/deadline.ts'
import { ActionError } from '../shared/errors.ts'
import { serviceFailure } from './service-failure.ts'
import type { Call, Caller, CallPolicy, Clock, Log, ServiceName } from '../types.ts'

/** callPolicies are the bounds around each service's calls; loading the trust root is one, with many requests in it. */
export const callPolicies: Readonly<Record<ServiceName, CallPolicy>> = {
  token: { perTry: 10_000 },
  trustRoot: { perTry: 60_000 },
  certificateAuthority: { perTry: 15_000 },
  transparencyLog: { perTry: 30_000 },
  timestampAuthority: { perTry: 10_000 },
  artifactStore: { perTry: 60_000, tries: 4 },
  release: { perTry: 30_000 },
}

/** LONGEST_TUF_REQUEST is milliseconds: the limit, kept by the TUF client, of each request while the trust root is loaded. */
export const LONGEST_TUF_REQUEST = 10_000

/** systemClock is the machine's clock. */
export const systemClock: Clock = { now: Date.now, sleep, random: Math.random }

const FIRST_BACK_OFF = 500
const LONGEST_BACK_OFF = 30_000
/** Milliseconds before the deadline after which no further try starts. */
const LAST_TRY = 500
/** Milliseconds that a running try still gets when its call is given up. */
const GRACE = 2_000

/** retrying returns the Caller of one run, given up by its signal; its calls share the pauses of rate-limited services. */
export function retrying(
  log: Pick<Log, 'info'>,
  ofRun: AbortSignal,
  clock: Clock = systemClock,
  policies = callPolicies,
): Caller {
  const pausedUntil = new Map<ServiceName, number>()

  return async (call) => {
    const policy = policies[call.service]
    const signal = call.signal === undefined ? ofRun : AbortSignal.any([ofRun, call.signal])
    let previous: ActionError | undefined
    for (let tries = 1; ; tries++) {
      await clock.sleep(Math.max(0, (pausedUntil.get(call.service) ?? 0) - clock.now()), signal)
      try {
        return await oneTry(call, policy.perTry, ofRun, clock, previous)
      } catch (error) {
        if (!(error instanceof ActionError) || error.transient === undefined || signal.aborted) throw error
        const remaining = call.deadline - clock.now()
        const backOff = clock.random() * Math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** (tries - 1))
        // A long back-off near the end is cut short, so that the budget is used up to its last try.
        const wait = Math.max(error.transient.retryAfter ?? 0, Math.min(backOff, remaining - LAST_TRY))
        if (error.transient.rateLimited) pausedUntil.set(call.service, clock.now() + wait)
        const most = Math.min(policy.tries ?? Infinity, error.transient.tries ?? Infinity)
        if (tries >= most || remaining <= LAST_TRY || wait >= remaining) throw usedUp(error, tries)
        log.info(`Trying again in ${(wait / 1000).toFixed(1)} s, after try ${String(tries)}: ${error.message}`)
        await clock.sleep(wait, signal)
        previous = error
      }
    }
  }
}

async function oneTry<T>(
  call: Call<T>,
  perTry: number,
  ofRun: AbortSignal,
  clock: Clock,
  previous: ActionError | undefined,
): Promise<T> {
  const { signal: ofCall } = call
  for (const signal of [ofRun, ofCall]) if (signal?.aborted === true) throw abortReason(signal)
  const limit = Math.max(1, Math.min(perTry, call.deadline - clock.now()))
  const over = new AbortController()
  const tooLong = timedOut(call, limit)
  // A try that only the end of the budget cut short tells less than the failure before it.
  const reason = limit < perTry ? (previous ?? tooLong) : tooLong
  const timers = [setTimeout(() => over.abort(reason), limit)]
  const givenUp = (): void => {
    timers.push(setTimeout(() => over.abort(ofCall?.reason), GRACE))
  }
  ofCall?.addEventListener('abort', givenUp, { once: true })
  const either = AbortSignal.any([ofRun, over.signal])
  try {
    return await race(call.attempt(either), either)
  } finally {
    for (const timer of timers) clearTimeout(timer)
    ofCall?.removeEventListener('abort', givenUp)
  }
}

function timedOut({ service, url }: Pick<Call<unknown>, 'service' | 'url'>, limit: number): ActionError {
  const text = `no whole answer within ${(limit / 1000).toFixed(1)} s`
  return serviceFailure(service, 'timeout', url === undefined ? { text } : { text: `${text} from ${url}`, url })
}

function usedUp(error: ActionError, tries: number): ActionError {
  const times = tries === 1 ? '1 try' : `${String(tries)} tries`
  // Whoever made the call may make it anew, with another token or certificate.
  return error.retold((message) => `${message} (given up after ${times})`, {})
}
