import { describe, expect, it } from '@jest/globals'
import { extensionNumber } from '../../../src/core/bundle/certificate.ts'
import { verifySummary } from '../../../src/core/reporting/verify-summary.ts'
import { aSubject, branded, byDigest, identity, issuer } from '../../support/signing.ts'
import { decoded, tableRows } from '../../support/summaries.ts'
import type { NamedSubject, VerifiedSubject } from '../../../src/core/types.ts'

const repository = 'https://github.com/octo/repo'
const commit = '0123456789abcdef0123456789abcdef01234567'
const extensions = {
  [extensionNumber.sourceRepository]: repository,
  [extensionNumber.sourceDigest]: commit,
  [extensionNumber.runInvocation]: `${repository}/actions/runs/3003/attempts/1`,
}

function verified(subject: NamedSubject, changes: object = {}, signer = identity): VerifiedSubject {
  const certificate = { ...subject.verified.certificate, extensions: { ...extensions, ...changes } }
  const bundlePath = `/w/${subject.name}.sigstore.json`
  return { ...subject, bundlePath, verified: { ...subject.verified, certificate, identity: branded(signer) } }
}

const summary = (first: VerifiedSubject, ...others: readonly VerifiedSubject[]): string =>
  verifySummary({
    subjects: [first, ...others],
    comparison: { byDigest: false, items: [], unset: [] },
    workspace: '/w',
  })

describe('what is one for the signer', () => {
  it('stands above the table: identity, issuer, source, commit, run and time', () => {
    const [above = ''] = decoded(summary(verified(aSubject()))).split('<table>')
    for (const part of [
      identity,
      issuer,
      `<a href="${repository}">${repository}</a>`,
      `<a href="${repository}/commit/${commit}">${commit}</a> in <a href="${repository}/actions/runs/3003/attempts/1">run 3003</a>`,
      '2026-01-31T12:00:05Z',
    ]) {
      expect(above).toContain(part)
    }
  })

  it('is said once for all files of a signer, and for each signer', () => {
    const other = identity.replace('v1.2.3', 'v2.0.0')
    const files = [verified(aSubject('a')), verified(aSubject('b'), {}, other), verified(aSubject('c'))] as const
    const [, first = '', second = ''] = decoded(summary(...files)).split('- Signed by: ')
    expect([first.includes(identity), second.includes(other)]).toEqual([true, true])
    const names = [first, second].map((part) => tableRows(part).map(([name]) => name))
    expect(names).toEqual([['<code>a</code>', '<code>c</code>'], ['<code>b</code>']])
  })

  it('says what the certificate does not name', () => {
    const none = Object.fromEntries(Object.keys(extensions).map((number) => [number, undefined]))
    const markdown = summary(verified(aSubject(), none))
    expect(markdown).toContain('- Source repository: not named\n- Commit: not named\n')
    expect(markdown).toContain('names no source repository')
  })

  it('links no address that is none', () => {
    const markdown = summary(verified(aSubject(), { [extensionNumber.sourceRepository]: 'javascript:alert(1)//' }))
    expect(markdown).not.toMatch(/href="javascript/)
  })
})

describe('the table', () => {
  it('has a row a file with base name, size, digest and a link to the log entry', () => {
    expect(tableRows(summary(verified(aSubject('/tmp/x.iso'))))).toEqual([
      [
        '<code>x.iso</code>',
        '1.6 GB',
        `<code>${'ab'.repeat(32)}</code>`,
        '<a href="https://search.sigstore.dev/?logIndex=4711">4711</a>',
      ],
    ])
  })

  it('has directories where names are equal', () => {
    const rows = tableRows(summary(verified(aSubject('a/x.iso')), verified(aSubject('b/x.iso'))))
    expect(rows.map(([name]) => name)).toEqual(['<code>a/x.iso</code>', '<code>b/x.iso</code>'])
  })

  it('says which files this job did not read', () => {
    const markdown = summary(verified(byDigest()))
    expect(tableRows(markdown)[0]?.[1]).toBe('not read')
    expect(markdown).toContain('By digest: 1. This job did not read these files.')
  })

  it('lists 100 files of more, and says so', () => {
    const [first = verified(aSubject()), ...others] = Array.from({ length: 300 }, () => verified(aSubject()))
    const markdown = summary(first, ...others)
    expect(tableRows(markdown)).toHaveLength(100)
    expect(markdown).toContain('The first 100 are listed')
  })
})
