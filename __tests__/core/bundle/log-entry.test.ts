import { describe, expect, it } from '@jest/globals'
import { signedIndex } from '../../../src/core/bundle/log-entry.ts'
import { aLogEntry } from '../../support/signing.ts'

describe('the index of a log entry', () => {
  it('counts where the SET of Rekor v1 holds it, or the place in the tree of Rekor v2', () => {
    expect([signedIndex(aLogEntry(1, '7')), signedIndex(aLogEntry(2, '8'))]).toEqual(['7', '8'])
  })

  it('counts for nothing in an entry of Rekor v1 without a SET', () => {
    const { inclusionPromise, ...entry } = aLogEntry(1, '7')
    expect([typeof inclusionPromise, signedIndex(entry)]).toEqual(['object', undefined])
  })
})
