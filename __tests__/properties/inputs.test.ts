/* Whatever people write into an input, its reader answers or ends with an error of ours. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { matchPattern } from '../../src/adapters/glob.ts'
import { parseChecksumLines } from '../../src/core/selection/checksum-lines.ts'
import { fileNameProblem } from '../../src/core/files/names.ts'
import { selectFiles } from '../../src/core/selection/select-files.ts'
import { parseSignInputs, signInputNames } from '../../src/core/inputs/sign-inputs.ts'
import { parseVerifyInputs, verifyInputNames } from '../../src/core/inputs/verify-inputs.ts'
import { planArtifact } from '../../src/core/artifact/artifact-plan.ts'
import { shellWord } from '../../src/core/commands/shell.ts'
import { ActionError } from '../../src/core/shared/errors.ts'
import { display } from '../../src/core/shared/display.ts'
import { wantedPolicy } from '../../src/core/verifying/wanted-policy.ts'
import { isAnswerOrOurs } from '../support/damaged.ts'
import { newLog } from '../support/recording-log.ts'
import { newWorkspace } from '../support/workspace.ts'

const words = fc.constantFrom(
  'true',
  'false',
  '1',
  '2',
  '0',
  '-1',
  '1e9',
  'x.iso',
  '*.iso',
  '!x',
  '..',
  'https://tuf.example',
  'http://127.0.0.1',
  'refs/tags/v*',
  'release.yml',
  'octo/repo',
  `${'ab'.repeat(32)}  x.iso`,
  '##[error]x',
  '::error::x',
  '',
)
const text = fc.oneof({ weight: 3, arbitrary: words }, fc.string({ unit: 'binary', maxLength: 60 }))
const values = (names: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...names), text, { maxKeys: 8 }).map((given) => (name: string) => given[name] ?? '')

describe('inputs of any text', () => {
  it('of the sign action are parsed or refused', () => {
    fc.assert(
      fc.property(values(signInputNames), (read) => isAnswerOrOurs(() => parseSignInputs(read))),
      { numRuns: 2_000 },
    )
  })

  it('of the verify action are parsed or refused, and what is parsed makes a policy or names what is missing', () => {
    const property = fc.property(values(verifyInputNames), (read) =>
      isAnswerOrOurs(() => wantedPolicy(parseVerifyInputs(read).signer)),
    )
    fc.assert(property, { numRuns: 2_000 })
  })

  it('as checksums are parsed or refused, and no name leads out', () => {
    const line = fc.tuple(fc.constantFrom('ab'.repeat(32), 'xy', ''), fc.constantFrom('  ', ' *', ' ', ''), text)
    const lines = fc
      .array(
        line.map((parts) => parts.join('')),
        { maxLength: 5 },
      )
      .map((all) => all.join('\n'))
    fc.assert(
      fc.property(lines, (sums) =>
        isAnswerOrOurs(() => {
          for (const { name } of parseChecksumLines(sums)) expect(name.split(/[\\/]/)).not.toContain('..')
        }),
      ),
      { numRuns: 2_000 },
    )
  })

  it('as lines of files select something or are refused', async () => {
    const workspace = newWorkspace('x.iso', 'a/y.iso', '[z].iso')
    const lines = fc.array(
      fc
        .oneof(words, fc.string({ maxLength: 12 }))
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('/')),
      { minLength: 1, maxLength: 3 },
    )
    const select = async (given: readonly string[]): Promise<boolean> => {
      try {
        return (await selectFiles(given, workspace, { log: newLog(), matchPattern })).length > 0
      } catch (error) {
        return error instanceof ActionError
      }
    }
    await fc.assert(fc.asyncProperty(lines, select), { numRuns: 150 })
  })
})

describe('names of any text', () => {
  it('make an artifact, or are refused', () => {
    fc.assert(fc.property(text, (name) => isAnswerOrOurs(() => planArtifact(undefined, [name], [`/w/${name}`]))))
  })

  it('never become a command of the runner', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const shown = display(name)
        return !/^\s*::/.test(shown) && !shown.includes('##[') && !/[\r\n]/.test(shown) && display(shown) === shown
      }),
      { numRuns: 2_000 },
    )
  })

  it('that may be carried are one word of a shell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        fc.pre(fileNameProblem(name) === undefined)
        return !/[\r\n]/.test(shellWord(name))
      }),
    )
  })
})
