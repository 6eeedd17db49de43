/*
 * Owns the choice of how a relay misbehaves, request by request: what is done to the answers of a real service, or kept from
 * it. Knows no service by name.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { damaged, mutated } from '../../sandbox/chaos/mutation.ts'
import { newRandom, type Random } from '../../sandbox/chaos/random.ts'
import type { Json } from '../../sandbox/faults.ts'
import type { Answer, Conduct, Exchange } from '../support/relay.ts'

/** Misconduct is what happens to one POST after the other, in words, and the conduct that does it. */
export interface Misconduct {
  readonly words: readonly string[]
  readonly conduct: Conduct
}

type Act = (exchange: Exchange) => Promise<Answer | undefined>

const STATUSES = [400, 403, 404, 408, 413, 429, 500, 502, 503, 504]
/** Milliseconds of a silence that no budget of these runs outlasts. */
const SILENCE = 60_000

/** misconduct chooses up to three acts, and now and then one for all requests after them. */
export function misconduct(random: Random): Misconduct {
  const acts = Array.from({ length: random.between(1, 3) }, () => act(random))
  const lasting = random.chance(0.2) ? act(random) : undefined
  const words = [...acts.map(([name]) => name), ...(lasting === undefined ? [] : [`always ${lasting[0]}`])]
  return {
    words,
    conduct: (exchange) => {
      if (exchange.method !== 'POST') return exchange.forward()
      const [, does] = acts[exchange.nth - 1] ?? lasting ?? ['', (each: Exchange) => each.forward()]
      return does(exchange)
    },
  }
}

function act(random: Random): readonly [string, Act] {
  const own = newRandom(random.between(0, 2 ** 31), 0)
  const milliseconds = random.between(1, 1500)
  const status = random.pick(STATUSES)
  const acts: readonly (readonly [string, Act])[] = [
    ['as usual', ({ forward }) => forward()],
    ['cut', () => Promise.resolve(undefined)],
    ['lost reply', ({ forward }) => forward().then(() => undefined)],
    [`${milliseconds} ms late`, ({ forward }) => forward().then((answer) => wait(milliseconds, answer))],
    [String(status), () => Promise.resolve(made(status))],
    ['silence', () => wait(SILENCE, undefined, { ref: false })],
    ['answered and silent', ({ forward }) => forward().then(() => wait(SILENCE, undefined, { ref: false }))],
    [
      'JSON with one change',
      ({ forward }) => forward().then((answer) => ({ ...answer, body: changed(answer.body, own) })),
    ],
    [
      'bytes with one change',
      ({ forward }) => forward().then((answer) => ({ ...answer, body: damaged(answer.body, own) })),
    ],
  ]
  return random.pick(acts)
}

function made(status: number): Answer {
  const body = Buffer.from(JSON.stringify({ code: 14, message: 'x\n::set-output name=signed::true', details: [] }))
  return { status, headers: { 'content-type': 'application/json' }, body }
}

function changed(body: Buffer, random: Random): Buffer {
  try {
    return Buffer.from(JSON.stringify(mutated(JSON.parse(body.toString()) as Json, random)))
  } catch {
    return damaged(body, random)
  }
}
