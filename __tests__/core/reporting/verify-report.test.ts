import { describe, expect, it } from '@jest/globals'
import { runnerCommands } from '../../../sandbox/runner/runner-commands.ts'
import { verifyLines, verifyOutputs } from '../../../src/core/reporting/verify-report.ts'
import { verifySummary } from '../../../src/core/reporting/verify-summary.ts'
import { aLogEntry, aSubject, byDigest, identity } from '../../support/signing.ts'
import type { Comparison, NamedSubject, VerifiedSubject, VerifyResult } from '../../../src/core/types.ts'

const verified = (subject: NamedSubject): VerifiedSubject => ({
  ...subject,
  bundlePath: '/w/x.iso.sigstore.json',
})
const compared: Comparison = {
  byDigest: false,
  items: [{ name: "the files' digests" }, { name: 'identity', value: identity }],
  unset: ['source-ref'],
}
const run = (first: VerifiedSubject, rest: readonly VerifiedSubject[] = [], comparison = compared): VerifyResult => ({
  subjects: [first, ...rest],
  comparison,
  workspace: '/w',
})

function withoutSet(): VerifiedSubject {
  const subject = aSubject('unsigned.iso')
  const { inclusionPromise, ...entry } = aLogEntry(1, '999')
  expect(inclusionPromise).toBeDefined()
  return verified({ ...subject, verified: { ...subject.verified, logEntries: [entry] } })
}

describe('an index that nothing signs', () => {
  const result = run(withoutSet(), [verified(aSubject())])

  it('is an empty line of the output, and no key of the result', () => {
    const { results = '', 'log-index': index } = verifyOutputs(result)
    expect(index).toBe('\n4711')
    const [first, second] = JSON.parse(results) as Readonly<Record<string, unknown>>[]
    expect([first && 'logIndex' in first, second?.['logIndex']]).toEqual([false, '4711'])
  })

  it('is in no line and in no cell, which say so', () => {
    const [, line] = verifyLines(result)
    const summary = verifySummary(result)
    expect(line).toContain('nothing signs the index')
    expect(summary).toContain('Of 1: nothing signs the index')
    expect(`${line ?? ''}${summary}`).not.toContain('999')
  })
})

describe('what was compared', () => {
  it('is said once a run, with what was not', () => {
    const result = run(verified(aSubject()), [verified(aSubject('y.iso'))])
    const lines = verifyLines(result).filter((line) => line.startsWith('Compared'))
    expect(lines).toEqual([
      `Compared: the files' digests, identity '${identity}'; not compared, since not set: 'source-ref'`,
    ])
    expect(verifySummary(result)).toContain('; not compared, since not set: <code>source-ref</code>')
  })

  it('is said without a rest where every input says something', () => {
    const [line] = verifyLines(run(verified(aSubject()), [], { ...compared, unset: [] }))
    expect(line).toBe(`Compared: the files' digests, identity '${identity}'`)
  })

  it('is said to be digests only where no file was read', () => {
    const result = run(verified(byDigest()), [], { ...compared, byDigest: true })
    expect(verifyLines(result)[0]).toMatch(/^Compared by digest only, since 'files' is empty: /)
    expect(verifySummary(result)).toContain('Compared by digest only, since <code>files</code> is empty: ')
  })

  it('does nothing else than to be shown, whatever the inputs say', () => {
    const value = '##[error]x <img src=x> | `'
    const result = run(verified(aSubject()), [], { ...compared, items: [{ name: 'environment', value }] })
    expect(runnerCommands(verifyLines(result).join('\n'))).toEqual([])
    expect(verifySummary(result)).not.toMatch(/<img|##\[| \| `/)
  })
})

it('says `verified` last, so that outputs which break off do not say it', () => {
  expect(Object.keys(verifyOutputs(run(verified(aSubject())))).at(-1)).toBe('verified')
})
