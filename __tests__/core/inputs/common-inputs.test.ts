/* Gives inputs that do not exist: the runner passes them on, and what they were to say would be left out in silence. */
import { describe, expect, it } from '@jest/globals'
import { checkInputNames } from '../../../src/core/inputs/common-inputs.ts'
import { signInputNames } from '../../../src/core/inputs/sign-inputs.ts'
import { verifyInputNames } from '../../../src/core/inputs/verify-inputs.ts'

const variables = (names: readonly string[]): readonly string[] => names.map((name) => `INPUT_${name.toUpperCase()}`)

function warningsFor(names: readonly string[], known: readonly string[]): readonly string[] {
  const warnings: string[] = []
  checkInputNames([...variables(known), ...names], known, { warning: (text) => warnings.push(text) })
  return warnings
}

describe('the names of the inputs', () => {
  it.each([
    ['sign', signInputNames],
    ['verify', verifyInputNames],
  ])('pass where the action has them: %s', (_, known) => {
    expect(warningsFor([], known)).toEqual([])
  })

  it.each([
    ['INPUT_DRYRUN', signInputNames, 'dry-run'],
    ['INPUT_DRY_RUN', signInputNames, 'dry-run'],
    ['INPUT_FILE', signInputNames, 'files'],
    ['expected-identiy', signInputNames, 'expected-identity'],
    ['INPUT_SOURCE_REF', verifyInputNames, 'source-ref'],
    ['INPUT_SIGNATRUE', verifyInputNames, 'signature'],
    ['INPUT_BUNDLES', verifyInputNames, 'bundle'],
  ])('are refused where one is misspelt: %s', (name, known, meant) => {
    expect(() => warningsFor([name], known)).toThrow(
      expect.objectContaining({ code: 'E_INPUT', fix: expect.stringContaining(`did you mean '${meant}'`) }),
    )
  })

  it.each([
    ['INPUT_DRY', signInputNames, 'dry-run'],
    ['INPUT_OUTPUT-DIR', signInputNames, 'output-directory'],
    ['INPUT_TAG', signInputNames, 'release-tag'],
    ['INPUT_IDENTITY', signInputNames, 'expected-identity'],
    ['INPUT_ROOT', verifyInputNames, 'trusted-root'],
  ])('are refused where one is cut short: %s', (name, known, meant) => {
    expect(() => warningsFor([name], known)).toThrow(
      expect.objectContaining({ code: 'E_INPUT', fix: expect.stringContaining(`did you mean '${meant}'`) }),
    )
  })

  it('are a warning where one is only a little like them', () => {
    expect(warningsFor(['INPUT_WORKFLOW-ID'], verifyInputNames)).toEqual(["Unknown input 'workflow-id' is ignored"])
  })

  it('are a warning where nothing is like them, in harmless text', () => {
    expect(warningsFor(['INPUT_COLOR', 'INPUT_A\nB'], signInputNames)).toEqual([
      "Unknown input 'color' is ignored",
      "Unknown input 'a\\nb' is ignored",
    ])
  })
})
