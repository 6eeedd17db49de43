/*
 * Owns the rules of the inputs that both actions have: something to work on, where trust comes from, and names that neither
 * knows. Must not know which inputs an action has, nor touch the disk.
 */
import { ActionError } from '../shared/errors.ts'
import { display } from '../shared/display.ts'
import { editDistance, nearestNames } from '../shared/nearest-names.ts'
import { optionalValue, urlValue } from './input-values.ts'
import type { Log, ReadInput, TufSource } from '../types.ts'

/** WantedFiles are the two inputs that say what a run is about; at least one says something. */
export interface WantedFiles {
  readonly files: readonly string[]
  readonly checksums: string | undefined
}

/** wantedFiles returns `checksums` beside the lines of `files`; throws E_INPUT_FILES where both are empty. */
export function wantedFiles(read: ReadInput, files: readonly string[]): WantedFiles {
  const checksums = optionalValue(read, 'checksums')
  if (files.length > 0 || checksums !== undefined) return { files, checksums }
  throw new ActionError('E_INPUT_FILES', "Inputs 'files' and 'checksums' are both empty", {
    fix: "give one path per line in 'files', or the lines or the path of a SHA256SUMS file in 'checksums'; an expression that comes out empty also ends here",
  })
}

/** tufSource returns the TUF repository that the inputs name, Sigstore's own unless said; throws E_INPUT. */
export function tufSource(read: ReadInput): TufSource {
  return { kind: 'tuf', url: urlValue(read, 'tuf-url'), root: optionalValue(read, 'tuf-root') }
}

/** refuseTufBeside throws E_INPUT where a TUF input is set, which has no effect beside the files named by `rivals`. */
export function refuseTufBeside({ url, root }: TufSource, rivals: readonly [string, ...string[]]): void {
  if (url === undefined && root === undefined) return
  const useless = url === undefined ? 'tuf-root' : 'tuf-url'
  throw new ActionError(
    'E_INPUT',
    ({ subject, input }) => `${subject(useless)} has no effect together with ${input(rivals[0])}`,
    {
      fix: ({ input }) =>
        rivals.length === 1
          ? `leave out ${input(useless)} or ${input(rivals[0])}`
          : `leave out ${input(useless)}, or both ${rivals.map(input).join(' and ')}`,
    },
  )
}

/** An input this near to one that exists is that one, misspelt. */
const NEAR = 2

/**
 * checkInputNames looks for inputs that do not exist among `names` (as in action.yml or as the runner's INPUT_* variables),
 * which the runner passes on: one that looks like an input of `known` throws E_INPUT, since what it was to say or to check
 * would be left out; any other is a warning.
 */
export function checkInputNames(names: readonly string[], known: readonly string[], log: Pick<Log, 'warning'>): void {
  const inputs = new Set(names.map((name) => name.replace(/^INPUT_/i, '').toLowerCase()))
  for (const name of [...inputs].filter((one) => !known.includes(one))) {
    const meant = inputLike(name, known)
    if (meant !== undefined) {
      throw new ActionError('E_INPUT', `There is no input '${display(name)}'`, {
        fix: `did you mean '${meant}'? Write that, or leave '${display(name)}' out`,
      })
    }
    log.warning(`Unknown input '${display(name)}' is ignored`)
  }
}

/** `dry`, `output-dir` and `tag` are cut short; one that is misspelt is near. */
function inputLike(name: string, known: readonly string[]): string | undefined {
  const whole = known.find((one) => name !== '' && (one.startsWith(name) || one.endsWith(`-${name}`)))
  if (whole !== undefined) return whole
  const [nearest] = nearestNames(name, known)
  return nearest !== undefined && editDistance(name, nearest) <= NEAR ? nearest : undefined
}
