/* Goes through who may have signed: issuer, identity, repository and extensions, each compared as a whole. */
import { describe, expect, it } from '@jest/globals'
import { assertPolicy, matchesIdentity, type Policy } from '../../../src/core/bundle/policy.ts'
import type { ActionError, ErrorCode } from '../../../src/core/shared/errors.ts'
import { aSubject, branded, identity, issuer } from '../../support/signing.ts'
import type { Certificate } from '../../../src/core/types.ts'

const REPOSITORY = 'https://github.com/octo/repo'
const policy: Policy = { identity, issuer: branded(issuer), sourceRepository: REPOSITORY, extensions: [] }
const certificate: Certificate = {
  ...aSubject().verified.certificate,
  issuer: branded(issuer),
  extensions: { 12: REPOSITORY, 13: 'c0ffee', 14: 'refs/tags/v1' },
}

/** The refusal of a certificate, or undefined. */
function refusal(changes: Partial<Certificate>, expected: Partial<Policy> = {}): ActionError | undefined {
  try {
    assertPolicy({ ...certificate, ...changes }, { ...policy, ...expected })
    return undefined
  } catch (error) {
    return error as ActionError
  }
}

describe('a signer', () => {
  it('that is the expected one is returned', () => {
    expect(assertPolicy(certificate, policy)).toEqual({ identity, issuer })
  })

  it.each<[string, Partial<Certificate>, Partial<Policy>, ErrorCode]>([
    ['of another issuer', {}, { issuer: branded(`${issuer}/x`) }, 'E_CERT_ISSUER'],
    ['of another identity', {}, { identity: `${identity}0` }, 'E_CERT_IDENTITY'],
    ['of another ref', {}, { identity: identity.replace(/@.*/, ''), ref: 'refs/heads/*' }, 'E_CERT_IDENTITY'],
    ['with no name', { subjectNames: [] }, {}, 'E_CERT_IDENTITY'],
    ['of another repository', {}, { sourceRepository: `${REPOSITORY}x` }, 'E_CERT_REPOSITORY'],
    ['of a repository that nobody said', {}, { sourceRepository: undefined }, 'E_CERT_REPOSITORY'],
    ['of an older certificate of another repository', { extensions: { 5: 'octo/other' } }, {}, 'E_CERT_REPOSITORY'],
    [
      'of another commit',
      {},
      { extensions: [{ name: 'source digest', number: 13, value: 'beef' }] },
      'E_CERT_EXTENSION',
    ],
    [
      'whose certificate says nothing of the environment',
      {},
      { extensions: [{ name: 'environment', number: 23, value: 'production' }] },
      'E_CERT_EXTENSION',
    ],
    [
      'of whom only the first of two facts is right',
      {},
      {
        extensions: [
          { name: 'source digest', number: 13, value: 'c0ffee' },
          { name: 'source ref', number: 14, value: 'refs/heads/main' },
        ],
      },
      'E_CERT_EXTENSION',
    ],
  ])('%s is refused', (_, changes, expected, code) => {
    expect(refusal(changes, expected)?.code).toBe(code)
  })

  it('without an issuer is refused', () => {
    const nameless = { ...certificate }
    Reflect.deleteProperty(nameless, 'issuer')
    expect(() => assertPolicy(nameless, policy)).toThrow(expect.objectContaining({ code: 'E_CERT_ISSUER' }))
  })

  it.each<[string, Partial<Certificate>, Partial<Policy>]>([
    ['whose facts are all right', {}, { extensions: [{ name: 'source digest', number: 13, value: 'c0ffee' }] }],
    ['of a ref that fits', {}, { identity: identity.replace(/@.*/, ''), ref: 'refs/tags/*' }],
    ['whose certificate names no repository', { extensions: {} }, {}],
    ['of an older certificate of this repository', { extensions: { 5: 'octo/repo' } }, {}],
    [
      'of an older certificate of this commit and ref',
      { extensions: { 3: 'c0ffee', 5: 'octo/repo', 6: 'refs/tags/v1' } },
      {
        extensions: [
          { name: 'source digest', number: 13, value: 'c0ffee' },
          { name: 'source ref', number: 14, value: 'refs/tags/v1' },
        ],
      },
    ],
  ])('%s is accepted', (_, changes, expected) => {
    expect(refusal(changes, expected)).toBeUndefined()
  })

  it('that is refused is told of with what was found and what was expected', () => {
    expect(refusal({}, { identity: 'https://x/y', ref: 'v*' })?.message).toContain(
      `'${identity}', not 'https://x/y@v*'`,
    )
    expect(refusal({}, { identity: 'https://x' })?.message).toContain(`'${identity}', not 'https://x'`)
    expect(refusal({}, { issuer: branded('https://y') })?.message).toContain(`issuer is '${issuer}', not 'https://y'`)
  })

  it.each(['source ref', 'source digest', 'environment', 'runner environment'])(
    'whose certificate names no %s is told of as that, and not as one of the name "nothing"',
    (name) => {
      expect(refusal({}, { extensions: [{ name, number: 99, value: 'expected' }] })).toMatchObject({
        code: 'E_CERT_EXTENSION',
        message: `The certificate names no ${name}, and 'expected' was expected`,
        fix: expect.stringMatching(/^if this signer is the right one/),
      })
    },
  )

  it('that says another environment is told of with both', () => {
    const wanted = { name: 'environment', number: 14, value: 'production' }
    expect(refusal({}, { extensions: [wanted] })?.message).toBe("The environment is 'refs/tags/v1', not 'production'")
  })

  it('of a repository that nobody said is refused with the input that says it', () => {
    expect(refusal({}, { sourceRepository: undefined })?.fix).toContain("'repository'")
  })
})

describe('an identity', () => {
  it.each<[string, string, string | undefined, boolean]>([
    ['a@b', 'a@b', undefined, true],
    ['a@b', 'a', undefined, false],
    ['a@b', 'A@b', undefined, false],
    ['a@b', 'a', 'b', true],
    ['a@b@c', 'a', 'b@c', true],
    ['a@b@c', 'a@b', 'c', true],
    ['ab', 'a', 'b', false],
    ['xa@b', 'a', 'b', false],
    ['a@refs/tags/v1', 'a', 'refs/tags/*', true],
    ['a@refs/tags/v1', 'a', 'refs/*/v1', true],
    ['a@refs/tags/v1', 'a', '*', false],
    ['a@refs/tags/v1', 'a', 'refs/tags', false],
    ['a@refs/tags', 'a', 'refs/tags/*', false],
    ['a@refs/tags/v1/x', 'a', 'refs/tags/*', false],
    ['a@refs/heads/v1', 'a', 'refs/tags/*', false],
    ['a@v1.2', 'a', 'v*', true],
    ['a@v', 'a', 'v*', true],
    ['a@w1.2', 'a', 'v*', false],
    ['a@v1.2-rc', 'a', '*-rc', true],
    ['a@v1.2-rc1', 'a', '*-rc', false],
    ['a@v1.2-rc', 'a', 'v*-rc', true],
    ['a@aba', 'a', 'ab*ba', false],
    ['a@abba', 'a', 'ab*ba', true],
    ['a@v1.2.3', 'a', 'v*.*.3', true],
    ['a@v1.2.3', 'a', 'v*.2*.3', true],
    ['a@v1.3.3', 'a', 'v*.2*.3', false],
    ['a@xyyz', 'a', 'x*y*y*z', true],
    ['a@xyz', 'a', 'x*y*y*z', false],
    ['a@xabcz', 'a', 'x*c*a*z', false],
    ['a@xaz', 'a', 'x*az*z', false],
    ['a@xazz', 'a', 'x*az*z', true],
    ['a@anything', 'a', '**', true],
    ['a@v1x2', 'a', 'v1.2', false],
  ])('%s for %s and ref %s: %s', (found, expected, ref, matches) => {
    expect(matchesIdentity(found, { identity: expected, ...(ref === undefined ? {} : { ref }) })).toBe(matches)
  })
})
