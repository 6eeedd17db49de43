/*
 * Owns the command line of the sigstore-conformance client protocol (docs/cli_protocol.md of sigstore-conformance). Must
 * not do what the commands say.
 */
import { existsSync } from 'node:fs'
import { ActionError } from '../../src/core/shared/errors.ts'

/** SignCommand is `sign-bundle`; paths are as given. */
export interface SignCommand {
  readonly name: 'sign-bundle'
  readonly token: string
  readonly bundle: string
  readonly trustedRoot: string
  readonly signingConfig: string
  readonly file: string
}

/** VerifyCommand is `verify-bundle`; exactly one of `file` and `sha256` is there. */
export interface VerifyCommand {
  readonly name: 'verify-bundle'
  readonly bundle: string
  readonly identity: string
  readonly issuer: string
  readonly trustedRoot: string
  readonly isStaging: boolean
  readonly file: string
  /** 64 hex digits, or nothing. */
  readonly sha256: string
}

const FLAGS = ['--staging', '--in-toto']

/** parseCommand returns the command of an argument list; throws E_INPUT for one that the protocol does not have, or that we do not do. */
export function parseCommand(words: readonly string[]): SignCommand | VerifyCommand {
  const [name, ...rest] = words
  const options = new Map<string, string>()
  const operands: string[] = []
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? ''
    if (FLAGS.includes(word)) options.set(word, 'true')
    else if (word.startsWith('--')) options.set(word, rest[(index += 1)] ?? '')
    else operands.push(word)
  }
  if (options.has('--in-toto')) throw refused('--in-toto: attestations are not signed here')
  if (options.has('--key')) throw refused('--key: managed keys are not verified here')
  const option = (option: string): string => options.get(option) ?? ''
  const required = (name: string): string => {
    const value = option(name)
    return value === '' ? fail(`${name} is missing`) : value
  }
  const [operand = fail('the file is missing')] = operands
  const common = { bundle: required('--bundle'), trustedRoot: option('--trusted-root') }
  if (name === 'sign-bundle') {
    const signing = { token: required('--identity-token'), signingConfig: option('--signing-config') }
    return { name, ...common, ...signing, file: operand }
  }
  if (name !== 'verify-bundle') throw refused(`there is no command '${name ?? ''}'`)
  const sha256 = existsSync(operand) ? '' : (/^sha256:([0-9a-f]{64})$/.exec(operand)?.[1] ?? '')
  return {
    name,
    ...common,
    identity: required('--certificate-identity'),
    issuer: required('--certificate-oidc-issuer'),
    isStaging: options.has('--staging'),
    file: sha256 === '' ? operand : '',
    sha256,
  }
}

function fail(problem: string): never {
  throw refused(problem)
}

function refused(problem: string): ActionError {
  return new ActionError('E_INPUT', problem, { fix: 'see docs/cli_protocol.md of sigstore-conformance' })
}
