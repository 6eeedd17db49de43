/* Shows how a terminal says what a workflow says otherwise: flags, values that a shell takes as they are, its own machine. */
import { describe, expect, it } from '@jest/globals'
import { terminalWording } from '../../../src/adapters/terminal/wording.ts'
import { tufFailure } from '../../../src/adapters/trust/tuf-failure.ts'
import { serviceFailure, type FailureKind } from '../../../src/core/services/service-failure.ts'
import { ONLY_IN_A_WORKFLOW } from '../../support/words.ts'

const URL = 'https://tuf.example.org'
const kinds: readonly FailureKind[] = [
  ...(['timeout', 'unreachable', 'blocked', 'untrusted', 'network', 'unavailable', 'response', 'rejected'] as const),
]

describe('at a terminal', () => {
  it('an input is a flag, and the files are arguments', () => {
    const { input, subject } = terminalWording
    expect([input('files'), input('bundle'), subject('tuf-root')]).toEqual(['FILE', '--bundle', '--tuf-root'])
  })

  it('values are words of a shell', () => {
    const settings = terminalWording.settings([
      ['repository', 'octo-org/example-iso'],
      ['ref', "refs/tags/v1*'$(x)"],
    ])
    expect(settings).toBe(`add\n  --repository octo-org/example-iso --ref 'refs/tags/v1*'\\''$(x)'`)
  })

  it.each(kinds)('a TUF repository fails without a word of workflows: %s', (kind) => {
    const { message, fix } = serviceFailure('trustRoot', kind, { text: 'no', url: URL }).told(terminalWording)
    expect(`${message}\n${fix}`.replaceAll('--trusted-root', '')).not.toMatch(ONLY_IN_A_WORKFLOW)
  })

  it.each([
    Object.assign(new Error('403'), { statusCode: 403 }),
    Object.assign(new Error('no cache'), { code: 'TUF_INIT_CACHE_ERROR' }),
    new Error('timestamp.json is expired'),
  ])('and so does what it answers: %p', (thrown) => {
    const { message, fix } = tufFailure(URL, thrown).told(terminalWording)
    expect(`${message}\n${fix}`.replaceAll(/--[\w-]+/g, '')).not.toMatch(ONLY_IN_A_WORKFLOW)
  })
})
