/*
 * Owns how one input's text becomes a value: boolean, number, choice, URL, lines. Shared by both actions.
 * Must not know which inputs there are, nor touch the disk.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { isSecure } from '../shared/hosts.ts'
import type { ReadInput } from '../types.ts'

/** inputError returns E_INPUT about one input, its value shown: `Input 'name' <problem>, got 'value'`. */
export function inputError(name: string, value: string, problem: string, fix: string): ActionError {
  return new ActionError('E_INPUT', `Input '${name}' ${problem}, got '${display(value)}'`, { fix })
}

/** optionalValue returns the input's text without surrounding white space, or undefined when nothing is left. */
export function optionalValue(read: ReadInput, name: string): string | undefined {
  const value = read(name).trim()
  return value === '' ? undefined : value
}

/** booleanValue returns an input that is `true` or `false` (YAML also writes True and TRUE); throws E_INPUT. */
export function booleanValue(read: ReadInput, name: string, fallback: boolean): boolean {
  const value = optionalValue(read, name)
  if (value === undefined) return fallback
  if (/^(true|True|TRUE)$/.test(value)) return true
  if (/^(false|False|FALSE)$/.test(value)) return false
  throw inputError(name, value, "must be 'true' or 'false'", `write '${name}: true' or '${name}: false'`)
}

/** wholeNumberValue returns an input in decimal digits from `least` to `most`, or undefined; throws E_INPUT. */
export function wholeNumberValue(read: ReadInput, name: string, least: number, most: number): number | undefined {
  const value = optionalValue(read, name)
  if (value === undefined) return undefined
  const range = `a whole number from ${least} to ${most}`
  if (/^\d{1,15}$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value)
  throw inputError(name, value, `must be ${range}`, `set '${name}' to ${range}, or leave it out`)
}

/** positiveNumberValue returns an input above 0, at most `most`, decimals allowed; throws E_INPUT. */
export function positiveNumberValue(read: ReadInput, name: string, fallback: number, most: number): number {
  const value = optionalValue(read, name)
  if (value === undefined) return fallback
  const range = `a number above 0, at most ${most}`
  const number = /^\d{1,9}(\.\d{1,9})?$/.test(value) ? Number(value) : 0
  if (number > 0 && number <= most) return number
  throw inputError(name, value, `must be ${range}`, `set '${name}' to ${range}, or leave it out`)
}

/** choiceValue returns an input that is one of `choices`; throws E_INPUT. */
export function choiceValue<Choice extends string>(
  read: ReadInput,
  name: string,
  fallback: Choice,
  choices: readonly Choice[],
): Choice {
  const value = optionalValue(read, name)
  if (value === undefined) return fallback
  const choice = choices.find((one) => one === value)
  if (choice !== undefined) return choice
  const list = choices.map((one) => `'${one}'`).join(' or ')
  throw inputError(name, value, `must be ${list}`, `set '${name}' to ${list}, or leave it out`)
}

/**
 * urlValue returns an input that is an https URL without user name and password, or undefined. Plain http is accepted
 * only from a loopback host; throws E_INPUT.
 */
export function urlValue(read: ReadInput, name: string): string | undefined {
  const value = optionalValue(read, name)
  if (value === undefined) return undefined
  const url = URL.parse(value)
  const fix = `give '${name}' a URL such as https://tuf.example.org`
  if (url === null) throw inputError(name, value, 'must be a URL', fix)
  if (url.username !== '' || url.password !== '') {
    throw new ActionError('E_INPUT', `Input '${name}' must not hold a user name or a password`, { fix })
  }
  if (!isSecure(url)) throw inputError(name, value, 'must use https', fix)
  return value
}

/** lineValues returns an input's lines without white space around them, blank lines and lines that start with `#`. */
export function lineValues(read: ReadInput, name: string): readonly string[] {
  return read(name)
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}
