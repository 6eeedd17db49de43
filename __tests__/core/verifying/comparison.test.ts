/* The account of what was compared: every item that was, every input that says nothing. */
import { describe, expect, it } from '@jest/globals'
import { parseVerifyInputs } from '../../../src/core/inputs/verify-inputs.ts'
import { comparisonOf } from '../../../src/core/verifying/comparison.ts'
import { wantedPolicy } from '../../../src/core/verifying/wanted-policy.ts'
import { aSubject, byDigest } from '../../support/signing.ts'
import type { Comparison, VerifiedSubject } from '../../../src/core/types.ts'

const IDENTITY = 'https://github.com/octo/repo/.github/workflows/release.yml@refs/tags/v1'
const named = (extensions: Readonly<Record<number, string>>): Pick<VerifiedSubject, 'path' | 'verified'> => {
  const { path = '', verified } = aSubject()
  return { path, verified: { ...verified, certificate: { ...verified.certificate, extensions } } }
}
const ours = named({ 12: 'https://github.com/octo/repo' })

function comparison(said: Readonly<Record<string, string>>, subjects = [ours]): Comparison {
  const inputs = parseVerifyInputs((name) => ({ files: 'x', ...said })[name] ?? '')
  const wanted = wantedPolicy(inputs.signer)
  if (!('policy' in wanted)) throw new Error('no policy')
  return comparisonOf(inputs, wanted.policy, subjects)
}

describe('what was compared', () => {
  it('is the least that there is, and what is left open is named by its input', () => {
    expect(comparison({ identity: IDENTITY })).toEqual({
      byDigest: false,
      items: [
        { name: "the files' digests" },
        { name: 'identity', value: IDENTITY },
        { name: 'issuer', value: 'https://token.actions.githubusercontent.com' },
        { name: 'source repository', value: 'https://github.com/octo/repo' },
      ],
      unset: [
        'checksums',
        'signature',
        'certificate',
        'source-ref',
        'source-digest',
        'environment',
        'runner-environment',
      ],
    })
  })

  it('is all that the inputs say', () => {
    const said = {
      repository: 'octo/repo',
      workflow: 'release.yml',
      ref: 'refs/tags/v*',
      checksums: 'SHA256SUMS',
      signature: 'x.sig',
      certificate: 'x.pem',
      'source-ref': 'refs/tags/v1',
      'source-digest': 'a'.repeat(40),
      environment: 'production',
      'runner-environment': 'github-hosted',
    }
    const { items, unset } = comparison(said)
    expect(unset).toEqual([])
    expect(items).toEqual([
      ...["the files' digests", 'the digests in the checksum list', 'the .sig files', 'the .pem files'].map((name) => {
        return { name }
      }),
      { name: 'identity', value: IDENTITY.replace('v1', 'v*') },
      { name: 'issuer', value: 'https://token.actions.githubusercontent.com' },
      { name: 'source repository', value: 'https://github.com/octo/repo' },
      { name: 'source ref', value: 'refs/tags/v1' },
      { name: 'source digest', value: 'a'.repeat(40) },
      { name: 'environment', value: 'production' },
      { name: 'runner environment', value: 'github-hosted' },
    ])
  })

  it.each([
    'source-ref',
    'source-digest',
    'environment',
    'runner-environment',
    'signature',
    'certificate',
    'checksums',
  ])('says so when %s comes out empty', (input) => {
    expect(comparison({ identity: IDENTITY, [input]: '  ' }).unset).toContain(input)
  })

  it('is no file where there is none', () => {
    const { byDigest: isByDigest, items } = comparison({ files: '', checksums: 'sums', identity: IDENTITY }, [
      byDigest(),
    ])
    expect([isByDigest, items[0]]).toEqual([true, { name: 'the digests in the checksum list' }])
  })

  it('is a source repository only where a certificate names one', () => {
    const name = 'source repository, where a certificate names one'
    const { items } = comparison({ identity: IDENTITY }, [ours, named({})])
    expect(items).toContainEqual({ name, value: 'https://github.com/octo/repo' })
  })

  it('is that none is named where none was said', () => {
    const { items } = comparison({ identity: 'me@example.com', issuer: 'https://issuer.example' }, [named({})])
    expect(items).toContainEqual({ name: 'that no source repository is named' })
  })
})
