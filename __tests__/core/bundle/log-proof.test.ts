/* Goes through what proof and checkpoint of a log entry must say, each fact by itself, and which times and SETs count. */
import { describe, expect, it } from '@jest/globals'
import { assertProof, assertSameTree, isRekorV2, signedTime } from '../../../src/core/bundle/log-entry.ts'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { aLogEntry } from '../../support/signing.ts'
import type { LogEntry } from '../../../src/core/types.ts'

const ROOT = `${'A'.repeat(43)}=`
const OTHER = `${'B'.repeat(43)}=`
type Proof = NonNullable<LogEntry['inclusionProof']>
const envelope = (size = '9', root = ROOT): string => `rekor.example\n${size}\n${root}\n\n— rekor.example c2ln\n`
const proof = (changes: Partial<Proof> = {}): Proof => ({
  ...{ logIndex: '7', rootHash: ROOT, treeSize: '9', hashes: [], checkpoint: { envelope: envelope() } },
  ...changes,
})
const entry = (changes: Partial<LogEntry> = {}, version: 1 | 2 = 1): LogEntry => ({
  ...aLogEntry(version, '7'),
  inclusionProof: proof(),
  ...changes,
})

/** The code of the refusal, or undefined. */
function outcome(work: () => void): ErrorCode | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    return (error as { code: ErrorCode }).code
  }
}

describe('a proof', () => {
  it.each<[string, LogEntry, ErrorCode | undefined]>([
    ['for a place in its tree', entry(), undefined],
    ['for the first place', entry({ inclusionProof: proof({ logIndex: '0' }) }), undefined],
    ['for the last place', entry({ inclusionProof: proof({ logIndex: '8' }) }), undefined],
    ['for the place behind the last', entry({ inclusionProof: proof({ logIndex: '9' }) }), 'E_REKOR_PROOF'],
    ['for a place before the first', entry({ inclusionProof: proof({ logIndex: '-1' }) }), 'E_REKOR_PROOF'],
    ['of Rekor v1 for another number than its index', entry({ logIndex: '4711' }), undefined],
    ['of Rekor v2 for its index', entry({}, 2), undefined],
    ['of Rekor v2 for another number than its index', entry({ logIndex: '8' }, 2), 'E_REKOR_PROOF'],
    ['with a negative index', entry({ logIndex: '-1' }), 'E_REKOR_PROOF'],
    ['with the index 0', entry({ logIndex: '0' }), undefined],
    ['with no checkpoint', entry({ inclusionProof: proof({ checkpoint: { envelope: '' } }) }), 'E_REKOR_CHECKPOINT'],
  ])('%s', (_, candidate, code) => {
    expect(outcome(() => assertProof(candidate))).toBe(code)
  })

  it('must be there', () => {
    expect(outcome(() => assertProof(aLogEntry()))).toBe('E_REKOR_PROOF')
    expect(outcome(() => assertSameTree(aLogEntry()))).toBe('E_REKOR_PROOF')
  })

  it.each([
    ['no size', 'rekor.example\n'],
    ['a size that is no number', envelope('9x')],
    ['a size after something else', envelope('x9')],
    ['a size of 20 digits', envelope('1'.repeat(20))],
    ['a root hash that is too short', envelope('9', ROOT.slice(1))],
    ['a root hash that is too long', envelope('9', `A${ROOT}`)],
    ['something behind its root hash', envelope('9', `${ROOT}A`)],
    ['one line', 'rekor.example'],
  ])('may not come with a checkpoint that has %s', (_, text) => {
    const broken = entry({ inclusionProof: proof({ checkpoint: { envelope: text } }) })
    expect(outcome(() => assertProof(broken))).toBe('E_REKOR_CHECKPOINT')
  })

  it.each<[string, string, ErrorCode | undefined]>([
    ['speaks of the same tree', envelope(), undefined],
    ['has another size', envelope('10'), 'E_REKOR_PROOF'],
    ['has another root', envelope('9', OTHER), 'E_REKOR_PROOF'],
  ])('and its checkpoint, which %s', (_, text, code) => {
    expect(outcome(() => assertSameTree(entry({ inclusionProof: proof({ checkpoint: { envelope: text } }) })))).toBe(
      code,
    )
  })
})

describe('the time of an entry', () => {
  const bare: LogEntry = { ...aLogEntry() }
  Reflect.deleteProperty(bare, 'inclusionPromise')
  it.each<[string, LogEntry, number | undefined]>([
    ['counts where a SET signs it', { ...aLogEntry(), integratedTime: '1700000000' }, 1_700_000_000_000],
    ['counts for nothing without a SET', { ...bare, integratedTime: '1700000000' }, undefined],
    ['is none where it is 0', { ...aLogEntry(), integratedTime: '0' }, undefined],
    ['is none where it is left out', aLogEntry(), undefined],
  ])('%s', (_, candidate, time) => {
    expect(signedTime(candidate)).toBe(time)
  })
})

describe('the version of an entry', () => {
  it('is told by its hashedrekord', () => {
    expect([isRekorV2(aLogEntry(1)), isRekorV2(aLogEntry(2))]).toEqual([false, true])
  })
})
