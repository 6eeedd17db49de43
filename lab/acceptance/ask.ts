/*
 * Owns one question to one verifier and whether its answer is the expected one. Several are asked at a time, reported
 * in order.
 */
import { availableParallelism } from 'node:os'
import type { Outcome, Report } from '../support/report.ts'
import { lastLine, run } from '../support/run.ts'
import type { Command } from './verifiers.ts'

/** Question is a command with the answer that it has to give. */
export interface Question {
  readonly name: string
  readonly accepts: boolean
  /** Why the expected answer is not the obvious one; printed beside it. */
  readonly why?: string
  readonly command: Command
}

/** ask returns whether a verifier answered as expected. */
export async function ask({ accepts, command }: Question): Promise<Outcome> {
  const result = await run(command.program, command.args, command)
  if (result.code === 124 || result.code === 127) return { passed: false, detail: `did not run: ${lastLine(result)}` }
  if ((result.code === 0) === accepts) return { passed: true }
  return { passed: false, detail: `it ${accepts ? 'refuses' : 'accepts'}: ${lastLine(result)}` }
}

/** askAll asks as many at a time as there are processors and prints one line each, in the given order. */
export async function askAll(report: Report, questions: readonly Question[]): Promise<void> {
  const wanted = questions
    .map((question) => ({ question, line: lineOf(question) }))
    .filter(({ line }) => report.wants(line))
  const atOnce = availableParallelism()
  const outcomes: Promise<Outcome>[] = []
  for (const [index, { question }] of wanted.entries()) {
    const before = outcomes[index - atOnce] ?? Promise.resolve()
    outcomes.push(before.then(() => ask(question)))
  }
  for (const [index, { line }] of wanted.entries()) {
    await report.check(line, () => outcomes[index] ?? Promise.reject(new Error('never asked')))
  }
}

function lineOf({ name, accepts, why }: Question): string {
  return `${name} ${accepts ? 'accepts' : 'refuses'}${why === undefined ? '' : ` (${why})`}`
}
