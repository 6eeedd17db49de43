/*
 * Owns the command line: which flags there are, and what is wrong with one that cannot be meant. Must not know what the values
 * of the flags may hold: they are the inputs of verify/action.yml, and parsed as those.
 */
import { parseArgs } from 'node:util'
import { editDistance, nearestNames } from '../../core/shared/nearest-names.ts'
import { verifyInputNames } from '../../core/inputs/verify-inputs.ts'
import { display } from '../../core/shared/display.ts'
import { ActionError } from '../../core/shared/errors.ts'

/** VerifyArguments are what is to be verified, and how that is told; `values` are by the names of the inputs. */
export interface VerifyArguments {
  readonly kind: 'verify'
  readonly prints: 'text' | 'json' | 'nothing'
  readonly values: ReadonlyMap<string, readonly string[]>
}

/** Arguments are what one call asks for. */
export type Arguments = { readonly kind: 'help' | 'version' } | VerifyArguments

/** flagNames are the inputs that are flags: files are arguments, and a terminal has no job summary. */
export const flagNames: readonly string[] = verifyInputNames.filter((name) => name !== 'files' && name !== 'summary')

/** Flags that may be given once for each file. */
const severalTimes: readonly string[] = ['bundle', 'signature', 'certificate']

const SEE_HELP = 'keyless-verify --help lists the options'

/** readArguments returns what the arguments ask for; throws E_INPUT, and E_INPUT_FILES when there is nothing to verify. */
export function readArguments(words: readonly string[]): Arguments {
  const { help, version, json, quiet, texts, files } = parse(words)
  if (help || version) return alone(words, help ? 'help' : 'version')
  for (const [name, given] of texts) refuseUnclear(name, given)
  if (files.includes('')) throw misused('A FILE is empty', 'leave it out, or look at what makes it so')
  if (json && quiet) throw misused('--json and --quiet exclude each other', 'leave out one of them')
  if (files.length === 0 && !texts.has('checksums')) {
    throw new ActionError('E_INPUT_FILES', 'Neither FILE nor --checksums was given', { fix: SEE_HELP })
  }
  return { kind: 'verify', prints: json ? 'json' : quiet ? 'nothing' : 'text', values: texts.set('files', files) }
}

/** Who has said which files to verify must not get an exit code 0 for another answer. */
function alone(words: readonly string[], kind: 'help' | 'version'): Arguments {
  if (words.length === 1) return { kind }
  throw misused(`--${kind} goes with nothing else`, `leave out --${kind}, or everything but it`)
}

/** wantsJson tells whether a failure is to be told as JSON, even one of the arguments themselves. */
export function wantsJson(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return (end === -1 ? words : words.slice(0, end)).includes('--json')
}

interface Parsed {
  readonly help: boolean
  readonly version: boolean
  readonly json: boolean
  readonly quiet: boolean
  readonly texts: Map<string, readonly string[]>
  readonly files: readonly string[]
}

function parse(words: readonly string[]): Parsed {
  const text = { type: 'string', multiple: true } as const
  const yes = { type: 'boolean' } as const
  const switches = { json: yes, quiet: yes, version: { ...yes, short: 'v' }, help: { ...yes, short: 'h' } }
  const options = { ...Object.fromEntries(flagNames.map((name) => [name, text])), ...switches }
  try {
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options })
    const given = new Map<string, unknown>(Object.entries(values))
    const is = (name: keyof typeof switches): boolean => given.get(name) === true
    const texts = [...given].flatMap(([name, value]) =>
      Array.isArray(value) ? [[name, value.map(String)] as const] : [],
    )
    return {
      ...{ help: is('help'), version: is('version'), json: is('json'), quiet: is('quiet') },
      texts: new Map<string, readonly string[]>(texts),
      files: positionals,
    }
  } catch (error) {
    throw notUnderstood(error)
  }
}

/** What people know from `cosign verify-blob`, `gh attestation verify` and sigstore-python, and how it is called here. */
const othersFlags: Readonly<Partial<Record<string, string>>> = {
  'certificate-identity': 'identity',
  'certificate-oidc-issuer': 'issuer',
  'cert-identity': 'identity',
  'cert-oidc-issuer': 'issuer',
}

/** What Node says of the arguments begins with one sentence that names the flag; its error may be of another realm than ours. */
function notUnderstood(error: unknown): ActionError {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error
  const [sentence = ''] = (hasMessage ? String(error.message) : '').split(/\.(?:\s|$)/)
  const [name] = /(?<=^Unknown option '--)[^']+/.exec(sentence) ?? []
  if (name === undefined) return misused(display(sentence), SEE_HELP)
  const meant = flagsLike(name).map((flag) => `--${flag}`)
  return misused(display(sentence), meant.length === 0 ? SEE_HELP : `did you mean ${meant.join(' or ')}? ${SEE_HELP}`)
}

/** What another tool calls so, else the flags that begin with a word, else the one that it misspells. */
function flagsLike(word: string): readonly string[] {
  const known = othersFlags[word]
  if (known !== undefined) return [known]
  const all = [...flagNames, 'json', 'quiet', 'version', 'help']
  const begun = all.filter((flag) => flag.startsWith(word))
  if (begun.length > 0) return begun.slice(0, 3)
  // In a short word a few other letters make another word.
  const farthest = Math.max(1, Math.floor(word.length / 3))
  return nearestNames(word, all)
    .filter((flag) => editDistance(word, flag) <= farthest)
    .slice(0, 1)
}

/** Of two values one would be lost, and an empty one, a variable that is not set perhaps, would drop a comparison unseen. */
function refuseUnclear(name: string, given: readonly string[]): void {
  if (given.some((value) => value.trim() === '')) {
    throw misused(`--${name} is empty`, `leave --${name} out, or look at what makes it so`)
  }
  if (given.length > 1 && !severalTimes.includes(name)) {
    throw misused(`--${name} is given ${String(given.length)} times`, 'say it once')
  }
}

function misused(problem: string, fix: string): ActionError {
  return new ActionError('E_INPUT', problem, { fix })
}
