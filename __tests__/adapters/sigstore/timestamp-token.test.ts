/* Goes through the answers of a timestamp authority that hold no timestamp (RFC 3161, section 2.4.2). */
import { describe, expect, it } from '@jest/globals'
import { bits, integer, sequence, utf8 } from '../../../sandbox/der.ts'
import { readTimestamp, refusalOf } from '../../../src/adapters/sigstore/timestamp-token.ts'

/** The failures' bits are given by their numbers. */
function reply(status: number, failures: readonly number[] = [], words: readonly string[] = []): Buffer {
  const info = Buffer.alloc(4)
  for (const bit of failures) info.writeUInt8(info.readUInt8(bit >> 3) | (0x80 >> (bit & 7)), bit >> 3)
  const text = words.length === 0 ? [] : [sequence(...words.map(utf8))]
  return sequence(sequence(integer(Buffer.of(status)), ...text, ...(failures.length === 0 ? [] : [bits(info)])))
}

describe('an answer without a timestamp', () => {
  it.each<[string, Buffer, boolean, string]>([
    ['rejection', reply(2), false, 'rejection'],
    ['rejection for its algorithm', reply(2, [0]), false, 'rejection, badAlg'],
    ['rejection with words', reply(2, [2], ['no', 'never']), false, 'rejection, badRequest, no, never'],
    ['rejection with words alone', reply(2, [], ['no']), false, 'rejection, no'],
    ['rejection for what has no name', reply(2, [9]), false, 'rejection, failure 9'],
    ['rejection for a failure of its system', reply(2, [25]), true, 'rejection, systemFailure'],
    ['rejection without a time', reply(2, [14]), true, 'rejection, timeNotAvailable'],
    [
      'rejection for what cannot be read',
      sequence(sequence(integer(Buffer.of(2)), bits(Buffer.of(0), 9))),
      false,
      'rejection',
    ],
    ['rejection for two reasons', reply(2, [2, 25]), true, 'rejection, badRequest, systemFailure'],
    ['waiting', reply(3), true, 'waiting'],
    ['revocation to come', reply(4), false, 'revocationWarning'],
    ['revocation', reply(5), false, 'revocationNotification'],
    ['revocation for a failure of its system', reply(5, [25]), true, 'revocationNotification, systemFailure'],
  ])('says %s', (_, der, mayPass, text) => {
    expect(refusalOf(der)).toEqual({ mayPass, text })
    expect(readTimestamp(der)).toBeUndefined()
  })

  it.each([
    ['granted, without a token', reply(0)],
    ['granted with changes, without a token', reply(1)],
    ['an unknown status', reply(6)],
    ['no status', sequence()],
    ['no number', sequence(sequence(utf8('2')))],
    ['a web page', Buffer.from('<!doctype html>')],
    ['nothing', Buffer.alloc(0)],
  ])('says nothing of the sort: %s', (_, der) => {
    expect(refusalOf(der)).toBeUndefined()
    expect(readTimestamp(der)).toBeUndefined()
  })
})
