/*
 * Owns what a run may say: no command to the runner but the harmless ones, no secret in any form, anywhere.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { writtenIn, type ActionName, type Evidence } from './evidence.ts'
import { leakedSecret } from './secrets.ts'

const HARMLESS: Readonly<Record<ActionName, readonly string[]>> = {
  sign: ['add-mask', 'debug', 'endgroup', 'error', 'group', 'notice', 'warning'],
  // It has no secret to hide.
  verify: ['debug', 'endgroup', 'error', 'group', 'notice', 'warning'],
}

/** What only a secret looks like, whoever made it: a JSON Web Token, the signature of a signed address. */
const SECRET_FORMS = /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}|[?&]sig=[\w%+/-]{8,}/

/** commandProblems returns the commands that a runner would find in the log and that could change the job. */
export function commandProblems({ action, result }: Evidence): readonly string[] {
  return result.commands
    .filter(({ name }) => !HARMLESS[action].includes(name))
    .map(({ name, data }) => `the log gives the runner the command ${name}: '${data}'`)
}

/** leakProblems returns where a secret can be seen: log, outputs, summary, files that were written. */
export function leakProblems(evidence: Evidence): readonly string[] {
  const { result, secrets, workspace } = evidence
  const printed = `${result.stdout}\n${result.stderr}`.split('\n').filter((line) => !line.startsWith('::add-mask::'))
  const texts: readonly (readonly [string, string])[] = [
    ['the log', printed.join('\n')],
    ['an output', Object.values(result.outputs).join('\n')],
    ['the summary', result.summary],
    ...writtenIn(evidence)
      .filter((name) => /\.(?:sig|pem|json|txt|md|sha256)$/.test(name))
      .map((name) => [name, readFileSync(path.join(workspace, name), 'latin1')] as const),
  ]
  return texts
    .filter(([, text]) => leakedSecret(text, secrets) !== undefined || SECRET_FORMS.test(text))
    .map(([where]) => `${where} shows a secret`)
}
