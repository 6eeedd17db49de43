/*
 * Owns what the command line of chaos may say.
 */
import { parseArgs } from 'node:util'

/** Options are what to play. */
export interface Options {
  readonly runs: number
  readonly seed: number
  /** Only this run of the seed, with its story. */
  readonly only?: number
  /** How many runs are played at a time. */
  readonly atATime: number
  /** True where the lab's real servers stand in for the sandbox's. */
  readonly lab: boolean
}

/** USAGE says how chaos is called. */
const USAGE = 'usage: npm run chaos -- [--runs N] [--seed S] [--only INDEX] [--at-a-time N] [--lab]'

/** readOptions reads them; a seed that is not given is a new one. Throws with USAGE. */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: { runs: text, seed: text, only: text, 'at-a-time': text, lab: { type: 'boolean' } },
  })
  const number = (name: 'runs' | 'seed' | 'only' | 'at-a-time', fallback: number): number => {
    const value = values[name]
    if (value === undefined) return fallback
    if (/^\d{1,10}$/.test(value)) return Number(value)
    throw new Error(USAGE)
  }
  return {
    runs: number('runs', 60),
    seed: number('seed', Math.floor(Math.random() * 2 ** 31)),
    ...(values.only === undefined ? {} : { only: number('only', 0) }),
    atATime: Math.max(1, number('at-a-time', 3)),
    lab: values.lab === true,
  }
}
