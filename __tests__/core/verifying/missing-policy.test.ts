/* Whom a bundle names, and the lines to add, when nobody said who must have signed. */
import { describe, expect, it } from '@jest/globals'
import { soleIdentity } from '../../../src/core/bundle/certificate.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { alsoUnsaid, missingPolicy } from '../../../src/core/verifying/missing-policy.ts'
import { aSubject, branded } from '../../support/signing.ts'
import type { Certificate } from '../../../src/core/types.ts'

const GITHUB = 'https://token.actions.githubusercontent.com'
const RELEASE = 'https://github.com/o/r/.github/workflows/release.yml@refs/tags/v1'

const certificate = (identity: string, issuer: string, extensions: Certificate['extensions']): Certificate => ({
  ...aSubject().verified.certificate,
  subjectNames: [
    { kind: identity.includes('://') ? 'uniformResourceIdentifier' : 'rfc822Name', identity: branded(identity) },
  ],
  issuer: branded(issuer),
  extensions,
})
const source = (repository: string) => ({ 12: `https://github.com/${repository}`, 14: 'refs/heads/main' })

describe('the message', () => {
  const message = (missing: readonly string[]): string =>
    missingPolicy(certificate(RELEASE, GITHUB, source('o/r')), missing).message

  it('says what to give where nothing is said of the signer', () => {
    const said =
      "Nothing says who must have signed it: give 'identity', or 'repository', 'workflow' and 'ref'. Its bundle"
    expect(message(['identity'])).toContain(said)
  })

  it('says what else to give where too little is said', () => {
    const said = "Too little is said of who must have signed it: 'workflow' and 'ref' must be given, too. Its bundle"
    expect(message(['workflow', 'ref'])).toContain(said)
  })
})

it('a failure before any bundle could be judged tells what is missing, too, and keeps its code and fix', () => {
  const failure = new ActionError('E_TUF_UNAVAILABLE', 'nobody answers', { fix: 'ask again' })
  expect(alsoUnsaid(failure, ['workflow'])).toMatchObject({
    code: 'E_TUF_UNAVAILABLE',
    message: "nobody answers. Too little is said of who must have signed it: 'workflow' must be given, too",
    fix: 'ask again',
  })
})

describe('the lines to add', () => {
  it.each<[string, Certificate, string]>([
    [
      "a workflow of the source's own",
      certificate(RELEASE, GITHUB, source('o/r')),
      "  repository: 'o/r'\n  workflow: 'release.yml'\n  ref: 'refs/tags/v1'",
    ],
    [
      'a reusable workflow',
      certificate(RELEASE, GITHUB, source('caller/iso')),
      "  repository: 'caller/iso'\n  signer-workflow: 'o/r/.github/workflows/release.yml'\n  ref: 'refs/tags/v1'",
    ],
    [
      'a certificate that names no source',
      certificate(RELEASE, GITHUB, {}),
      "  repository: 'o/r'\n  workflow: 'release.yml'\n  ref: 'refs/tags/v1'",
    ],
    [
      'somebody with another issuer',
      certificate("o'neil@example.com", 'https://issuer.example', {}),
      "  identity: 'o''neil@example.com'\n  issuer: 'https://issuer.example'",
    ],
    [
      'a workflow of before 2023',
      certificate(RELEASE, GITHUB, { 5: 'o/r', 6: 'refs/tags/v1' }),
      "  repository: 'o/r'\n  workflow: 'release.yml'\n  ref: 'refs/tags/v1'",
    ],
  ])('for %s', (_, found, lines) => {
    const { code, fix, message } = missingPolicy(found, ['identity'])
    expect([code, fix.split('\n').slice(1).join('\n')]).toEqual(['E_POLICY_MISSING', lines])
    expect(message).toContain(soleIdentity(found))
  })

  it('hold nothing that a runner or a reader would take for something else', () => {
    const evil = certificate('x##[error]y\u202E', GITHUB, {})
    expect(missingPolicy(evil, ['identity']).message).not.toContain('##[')
    expect(missingPolicy(evil, ['identity']).fix).not.toContain('\u202E')
  })
})
