/*
 * Owns who judges a case: the verify action's parts in this process, and keyless-verify as its own. Must not know what is right.
 */
import { runCli } from '../../sandbox/runner/run-cli.ts'
import { asActionError } from '../../src/core/reporting/error-text.ts'
import type { Log } from '../../src/core/types.ts'
import { verifyCommand } from './commands.ts'

/** Question is one bundle, with the file or with its digest alone; paths are absolute. */
export interface Question {
  readonly bundle: string
  readonly trustedRoot: string
  readonly identity: string
  readonly issuer: string
  /** Empty where there is only the digest. */
  readonly file: string
  /** Empty where there is the file. */
  readonly sha256: string
}

/** Judge returns the code of the refusal, or undefined where the bundle verified. */
export type Judge = (question: Question) => Promise<string | undefined>

/** judges are all of them, by the name that stands in the verdict. */
export const judges: readonly (readonly [name: string, Judge])[] = [
  ['the action', askAction],
  ['keyless-verify', askCli],
]

const silent: Log = { info: () => undefined, notice: () => undefined, warning: () => undefined }

async function askAction(question: Question): Promise<string | undefined> {
  try {
    await verifyCommand({ name: 'verify-bundle', ...question, isStaging: false }, silent)
    return undefined
  } catch (error) {
    return asActionError(error).code
  }
}

async function askCli({ bundle, trustedRoot, identity, issuer, file, sha256 }: Question): Promise<string | undefined> {
  const what = sha256 === '' ? ['--', file] : ['--checksums', '-']
  const args = ['--bundle', bundle, '--trusted-root', trustedRoot, '--identity', identity, '--issuer', issuer, '--json']
  const input = `${sha256}  artifact\n`
  const { exitCode, stdout } = await runCli({ directory: process.cwd(), args: [...args, ...what], input })
  if (exitCode === 0) return undefined
  const { code } = JSON.parse(stdout) as { readonly code: string }
  return exitCode === 1 ? code : `${code} with exit code ${exitCode ?? 'none'}`
}
