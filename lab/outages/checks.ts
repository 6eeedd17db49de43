/*
 * Owns what is asked after every run with an outage: of one that has to succeed, of one that has to fail. Runs nothing
 * itself but verifiers.
 */
import path from 'node:path'
import { askAll, type Question } from '../acceptance/ask.ts'
import { materialOf } from '../acceptance/material.ts'
import { bundleQuestions } from '../acceptance/questions.ts'
import { failureText } from '../product.ts'
import { checkThat, type Report } from '../support/report.ts'
import type { Passage } from '../support/relay.ts'
import type { Aftermath } from './sign-through.ts'

/** Milliseconds that a process may take beside its budget: start, hashing, and its end. */
const beside = 4_000

/** checkSigned checks that the run succeeded, wrote every file and nothing else, and that real verifiers accept every bundle. */
export async function checkSigned(report: Report, aftermath: Aftermath): Promise<void> {
  const { lab, rekorVersion, result, files, written } = aftermath
  const errors = messages(aftermath, 'error')
  const succeeded = result.exitCode === 0 && result.outputs['signed'] === 'true' && errors.length === 0
  await checkThat(report, 'the product signs', succeeded, failureText(result))
  const expected = files.flatMap((file) => ['.pem', '.sig', '.sigstore.json'].map((end) => path.basename(file) + end))
  const complete = written.join() === expected.sort().join()
  await checkThat(report, 'it writes the signature files', complete, written.join(' '))
  if (!succeeded || !complete) return
  const questions: Question[] = []
  for (const file of files) {
    const material = await materialOf(lab, rekorVersion, file)
    const asked = [...bundleQuestions(material), ...bundleQuestions(material, 'sigstore-go, bundle')]
    questions.push(...asked.map((question) => ({ ...question, name: `${path.basename(file)}, ${question.name}` })))
  }
  await askAll(report, questions)
}

/** checkRefused checks that the run failed with a code and a fix, within its budget, and wrote nothing. */
export async function checkRefused(report: Report, aftermath: Aftermath, code: string): Promise<void> {
  const { result, minutes, written } = aftermath
  const errors = messages(aftermath, 'error')
  const said = errors.length === 1 && /\nFix: \S/.test(errors.join()) && result.outputs['error-code'] === code
  const failed = result.exitCode === 1 && result.outputs['signed'] === 'false'
  await checkThat(report, `the product fails with ${code} and a fix`, failed && said, failureText(result))
  const seconds = `${(result.milliseconds / 1000).toFixed(1)} s`
  const inTime = !result.isKilled && result.milliseconds < minutes * 60_000 + beside
  await checkThat(report, `it ends within its budget of ${(minutes * 60).toFixed(1)} s`, inTime, seconds)
  await checkThat(report, 'it writes nothing', written.length === 0, written.join(' '))
}

/** checkRequests checks what a relay saw, each request as `POST 201`, `POST 201 lost` or `POST cut`. */
export function checkRequests(
  report: Report,
  name: string,
  passages: readonly Passage[],
  expected: readonly string[],
): Promise<void> {
  const seen = passages.map(trace)
  return checkThat(report, `${name}: ${expected.join(', ')}`, seen.join() === expected.join(), seen.join(', '))
}

/** messages returns the texts of a run's error, warning or notice annotations. */
export function messages({ result }: Aftermath, kind: 'error' | 'warning' | 'notice'): string[] {
  return result.commands.filter(({ name }) => name === kind).map(({ data }) => data)
}

function trace({ method, answered, received }: Passage): string {
  if (received !== 0) return `${method} ${received}`
  return answered === 0 ? `${method} cut` : `${method} ${answered} lost`
}
