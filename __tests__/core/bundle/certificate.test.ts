/* Whom a certificate names: one, in the kind of name that such an identity has, and nobody beside. */
import { describe, expect, it } from '@jest/globals'
import { soleIdentity } from '../../../src/core/bundle/certificate.ts'
import { aSubject, branded } from '../../support/signing.ts'
import type { Certificate, SubjectName } from '../../../src/core/types.ts'

const WORKFLOW = 'https://github.com/o/r/.github/workflows/release.yml@refs/tags/v1'
const uri = (text: string): SubjectName => ({ kind: 'uniformResourceIdentifier', identity: branded(text) })
const email = (text: string): SubjectName => ({ kind: 'rfc822Name', identity: branded(text) })
const named = (...subjectNames: readonly SubjectName[]): Certificate => ({
  ...aSubject().verified.certificate,
  subjectNames,
})

describe('the identity of a certificate', () => {
  it.each([
    [uri(WORKFLOW), WORKFLOW],
    [uri('spiffe://example.org/builder'), 'spiffe://example.org/builder'],
    [email('me@example.com'), 'me@example.com'],
  ])('is its one name: %j', (name, identity) => {
    expect(soleIdentity(named(name))).toBe(identity)
  })

  const others = [
    'otherName',
    'dNSName',
    'x400Address',
    'directoryName',
    'ediPartyName',
    'iPAddress',
    'registeredID',
    'unknown',
  ] as const

  it.each<readonly SubjectName[]>([
    [],
    [uri(WORKFLOW), uri(WORKFLOW)],
    [uri(WORKFLOW), uri('https://evil.example')],
    [uri(WORKFLOW), email('mallory@example.com')],
    [email('me@example.com'), email('mallory@example.com')],
    [email(WORKFLOW)],
    [email('HTTPS://github.com/o/r')],
    [uri('me@example.com')],
    [uri('')],
    ...others.flatMap((kind) => [[{ kind }], [uri(WORKFLOW), { kind }], [{ kind }, uri(WORKFLOW)]]),
  ])('is none with %j, %j', (...names) => {
    expect(() => soleIdentity(named(...names))).toThrow(expect.objectContaining({ code: 'E_CERT_IDENTITY' }))
  })
})
