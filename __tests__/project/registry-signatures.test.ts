/* Shows how the gate reads `npm audit signatures`: what npm printed in each case, and what that comes to. */
import { describe, expect, it } from '@jest/globals'
import { judge, type Answer } from '../../scripts/registry-signatures.ts'

const audited = 'audited 3 packages in 0s\n\n'
const missing =
  'missing registry signatures but the registry is providing signing keys:\n\nms@2.1.3 (https://example.com/)\n'

describe('the signatures of the registry', () => {
  it.each<[ReturnType<typeof judge>['kind'], string, Answer]>([
    [
      'signed',
      'every package has one',
      { status: 0, output: `${audited}3 packages have verified registry signatures\n` },
    ],
    [
      'signed',
      'the only package has one',
      { status: 0, output: `${audited}1 package has a verified registry signature\n` },
    ],
    [
      'signed',
      'some have an attestation, too',
      {
        status: 0,
        output: `${audited}3 packages have verified registry signatures\n\n2 packages have verified attestations\n`,
      },
    ],
    [
      'refused',
      'one of them is false',
      {
        status: 1,
        output: `${audited}2 packages have verified registry signatures\n\n1 package has an invalid registry signature:\n`,
      },
    ],
    ['refused', 'all are false', { status: 1, output: `${audited}3 packages have invalid registry signatures:\n` }],
    ['refused', 'an attestation is false', { status: 1, output: `${audited}1 package has an invalid attestation:\n` }],
    [
      'refused',
      'one has none, the others have',
      { status: 1, output: `${audited}2 packages have verified registry signatures\n\n1 package has a ${missing}` },
    ],
    ['untold', 'the registry has none at all', { status: 1, output: `${audited}3 packages have ${missing}` }],
    ['untold', 'the keys cannot be fetched', { status: 1, output: '' }],
    [
      'untold',
      'only attestations were looked at',
      { status: 0, output: `audited 0 packages\n\n2 packages have verified attestations\n` },
    ],
    ['untold', 'npm was ended', { status: null, output: `${audited}3 packages have verified registry signatures\n` }],
    ['untold', 'npm prints something new', { status: 0, output: 'all is well\n' }],
  ])('are %s where %s', (kind, _, answer) => {
    expect(judge(answer).kind).toBe(kind)
  })
})
