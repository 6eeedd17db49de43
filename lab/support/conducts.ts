/*
 * Owns what a relay may do with the requests: keep them waiting, lose answers, refuse. Knows no service by name.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Conduct } from './relay.ts'

/** loseFirstReply lets the service answer the first POST, keeps the answer from the client, and then does `act`. */
export function loseFirstReply(act: () => Promise<void> = () => Promise.resolve()): Conduct {
  return async ({ method, nth, forward }) => {
    const answer = await forward()
    if (method !== 'POST' || nth > 1) return answer
    await act()
    return undefined
  }
}

/** pushBack answers the first `count` POSTs with 503 as a gRPC gateway writes it; the service never sees them. */
export function pushBack(count: number): Conduct {
  const body = Buffer.from(JSON.stringify({ code: 14, message: 'pushback', details: [] }))
  const answer = { status: 503, headers: { 'content-type': 'application/json' }, body }
  return ({ method, nth, forward }) => (method === 'POST' && nth <= count ? Promise.resolve(answer) : forward())
}

/** delay keeps every answer back for `milliseconds`. */
export function delay(milliseconds: number): Conduct {
  return async ({ forward }) => {
    const answer = await forward()
    await wait(milliseconds)
    return answer
  }
}

/** Distance is how far away a service is, in milliseconds of a round trip; it may be changed between requests. */
export interface Distance {
  roundTrip: number
}

/** farAway keeps every request and every answer back for half a round trip. Opening a connection takes no time, unlike on a long way. */
export function farAway(distance: Distance): Conduct {
  return async ({ forward }) => {
    const half = distance.roundTrip / 2
    if (half === 0) return forward()
    await wait(half)
    const answer = await forward()
    await wait(half)
    return answer
  }
}

/** beforeFirst does `act` while the first POST waits, which then goes on its way, as every other request does. */
export function beforeFirst(act: () => Promise<void>): Conduct {
  return async ({ method, nth, forward }) => {
    if (method === 'POST' && nth === 1) await act()
    return forward()
  }
}

/**
 * afterFirst does `act` once the service has answered the first POST; from then on until it is done nothing else passes. A look
 * at the service comes before and passes.
 */
export function afterFirst(act: () => Promise<void>): Conduct {
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let asked = false
  return async ({ method, nth, forward }) => {
    if (method !== 'POST' || nth > 1) {
      if (asked) await released
      return forward()
    }
    asked = true
    try {
      const answer = await forward()
      await act()
      return answer
    } finally {
      release()
    }
  }
}
