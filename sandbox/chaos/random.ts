/*
 * Owns chance that can be had again: every choice of a run comes from its seed. Must not know what is chosen.
 */
import { createHash } from 'node:crypto'

/** Random makes choices, in an order that its seed alone decides. */
export interface Random {
  /** A number from 0 up to, but not including, 1. */
  next(): number
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number
  /** True in so many cases of 1. */
  chance(probability: number): boolean
  /** One of the choices. */
  pick<T>(choices: readonly T[]): T
  /** Each of the choices with this probability, in their order. */
  some<T>(choices: readonly T[], probability: number): readonly T[]
}

/** newRandom returns the chance of one run: the `index`-th of a seed. */
export function newRandom(seed: number, index: number): Random {
  const state = createHash('sha256').update(`${seed} ${index}`).digest()
  let [a, b, c, counter] = [0, 4, 8, 12].map((offset) => state.readInt32LE(offset)) as [number, number, number, number]
  // Chris Doty-Humphrey's small fast counter, sfc32.
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }
  const chance = (probability: number): boolean => next() < probability
  return {
    next,
    chance,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (choices) => {
      const choice = choices[Math.floor(next() * choices.length)]
      if (choice === undefined) throw new Error('there is nothing to choose from')
      return choice
    },
    some: (choices, probability) => choices.filter(() => chance(probability)),
  }
}
