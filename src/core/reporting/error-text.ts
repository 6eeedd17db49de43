/*
 * Owns how a failure is written: the annotation, and what else helps to find the cause. Must not print.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { workflowWording } from '../shared/wording.ts'

// The runner cuts an annotation at 4096 characters; the fix must survive.
const LONGEST_MESSAGE = 2_500
const LONGEST_FIX = 1_200

/** ErrorText is an annotation's title and its lines, harmless for the log. */
export interface ErrorText {
  readonly title: string
  readonly body: string
}

/**
 * errorText returns the annotation of an error, in the words of a place: its code as title; as body the message and a line
 * that begins `Fix: `.
 */
export function errorText(error: ActionError, say = workflowWording): ErrorText {
  const { message, fix } = error.told(say)
  return { title: error.code, body: `${block(message, LONGEST_MESSAGE)}\nFix: ${block(fix, LONGEST_FIX)}` }
}

/** asActionError returns the error itself, or E_INTERNAL around anything that nobody meant to throw. */
export function asActionError(error: unknown): ActionError {
  if (error instanceof ActionError) return error
  return new ActionError('E_INTERNAL', `Something unforeseen went wrong: ${display(textOf(error))}`, {
    fix: ({ report }) => `this is a bug: ${report}`,
    cause: error,
  })
}

/** causeLines returns for debugging, on one line each, the messages and the deepest stack below an error, cut and redacted. */
export function causeLines(error: ActionError): readonly string[] {
  const chain: unknown[] = []
  for (let cause = error.cause; cause !== undefined && chain.length < 8; cause = causeOf(cause)) chain.push(cause)
  const deepest = chain.at(-1)
  const stack = deepest instanceof Error ? (deepest.stack ?? '').split('\n').slice(1, 8) : []
  return [...chain.map((cause) => `caused by: ${textOf(cause)}`), ...stack].map((line) => display(line, 1_000))
}

/** textOf never throws, and never prints an object's fields, which may hold a secret. */
function textOf(thrown: unknown): string {
  if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`
  return typeof thrown === 'string' ? thrown : Object.prototype.toString.call(thrown)
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined
}

function block(text: string, limit: number): string {
  const lines = text.split('\n').map((line) => display(line, limit))
  const whole = lines.join('\n')
  return whole.length <= limit ? whole : `${whole.slice(0, limit - 1)}…`
}
