/* What the inputs say of the signer becomes a policy, or is too little for one. */
import { describe, expect, it } from '@jest/globals'
import { matchesIdentity } from '../../../src/core/bundle/policy.ts'
import { parseVerifyInputs } from '../../../src/core/inputs/verify-inputs.ts'
import { wantedPolicy } from '../../../src/core/verifying/wanted-policy.ts'

const wanted = (inputs: Readonly<Record<string, string>>) =>
  wantedPolicy(parseVerifyInputs((name) => ({ files: 'x', ...inputs })[name] ?? '').signer)
const policy = (inputs: Readonly<Record<string, string>>) => {
  const result = wanted(inputs)
  return 'policy' in result ? result.policy : result
}

const RELEASE = 'https://github.com/o/r/.github/workflows/release.yml'
const issuer = 'https://issuer.example'
const SHARED = 'https://github.com/shared/ci/.github/workflows/sign.yml'

describe('the policy of the inputs', () => {
  it('is an exact identity and the repository inside it', () => {
    expect(policy({ identity: `${RELEASE}@refs/tags/v1` })).toEqual({
      identity: `${RELEASE}@refs/tags/v1`,
      issuer: 'https://token.actions.githubusercontent.com',
      sourceRepository: 'https://github.com/o/r',
      extensions: [],
    })
  })

  it.each([
    ['release.yml', 'refs/tags/v*'],
    ['.github/workflows/release.yml', 'refs/tags/v*'],
  ])('is built of repository, workflow %s and ref %s', (workflow, ref) => {
    const expected = { identity: RELEASE, ref, sourceRepository: 'https://github.com/o/r' }
    expect(policy({ repository: 'o/r', workflow, ref })).toMatchObject(expected)
  })

  it("takes a reusable workflow's own repository for the source unless another is said", () => {
    const signer = { 'signer-workflow': 'shared/ci/.github/workflows/sign.yml', ref: 'refs/heads/main' }
    expect(policy(signer)).toMatchObject({ identity: SHARED, sourceRepository: 'https://github.com/shared/ci' })
    expect(policy({ ...signer, repository: 'o/r' })).toMatchObject({
      identity: SHARED,
      sourceRepository: 'https://github.com/o/r',
    })
    const identity = `${SHARED}@refs/heads/main`
    expect(policy({ identity, repository: 'o/r' })).toMatchObject({
      identity,
      sourceRepository: 'https://github.com/o/r',
    })
  })

  it.each([
    ['someone@example.com', undefined],
    ['https://ghe.example/o/r/.github/workflows/x.yml@refs/heads/main', 'https://ghe.example/o/r'],
    ['https://gitlab.com/group/sub/project//.gitlab-ci.yml@refs/heads/main', 'https://gitlab.com/group/sub/project'],
  ])('finds in %s the repository %s', (identity, sourceRepository) => {
    expect(policy({ identity, issuer })).toMatchObject({ sourceRepository })
  })

  it.each([
    ['https://ghe.example/o/r/.github/workflows/x.yml@refs/heads/main', 'https://ghe.example/a/b'],
    ['someone@example.com', 'https://github.com/a/b'],
  ])('takes a repository that is said beside %s for %s', (identity, sourceRepository) => {
    expect(policy({ identity, issuer, repository: 'a/b' })).toMatchObject({ identity, sourceRepository })
  })

  it('percent-encodes a ref as Fulcio does', () => {
    const refs = { repository: 'o/r', workflow: 'release.yml', ref: 'refs/tags/ä%23*' }
    expect(policy(refs)).toMatchObject({ ref: 'refs/tags/%C3%A4%23*' })
  })

  it('compares every extension that is said', () => {
    const said = {
      identity: `${RELEASE}@refs/tags/v1`,
      'source-ref': 'refs/tags/v1',
      'source-digest': 'a'.repeat(40),
      environment: 'production',
      'runner-environment': 'github-hosted',
    }
    expect(policy(said)).toMatchObject({
      extensions: [
        { number: 14, value: 'refs/tags/v1' },
        { number: 13, value: 'a'.repeat(40) },
        { number: 23, value: 'production' },
        { number: 11, value: 'github-hosted' },
      ],
    })
  })

  it.each([
    [{}, ['identity']],
    [{ repository: 'o/r' }, ['workflow', 'ref']],
    [{ repository: 'o/r', workflow: 'release.yml' }, ['ref']],
    [{ workflow: 'release.yml', ref: 'refs/tags/v1' }, ['repository']],
    [{ 'signer-workflow': 'shared/ci/.github/workflows/sign.yml' }, ['ref']],
    [{ ref: 'refs/tags/v1' }, ['repository', 'workflow']],
    [{ issuer: 'https://issuer.example', 'source-ref': 'refs/tags/v1' }, ['identity']],
  ])('is missing with %j alone: %j', (inputs, missing) => {
    expect(wanted(inputs)).toEqual({ missing })
  })
})

describe('an identity', () => {
  const starred = { identity: RELEASE, ref: 'refs/tags/v*' }

  it.each(['v1.2.3', 'v', 'v1@2'])('matches a starred ref: %s', (tag) => {
    expect(matchesIdentity(`${RELEASE}@refs/tags/${tag}`, starred)).toBe(true)
  })

  it.each([
    `${RELEASE}@refs/tags/v1/evil`,
    `${RELEASE}@refs/heads/v1`,
    `${RELEASE}@refs/tags/1`,
    `${RELEASE}@refs/tags/v1\nx/y`,
    `${RELEASE}.evil@refs/tags/v1`,
    `${RELEASE}x@refs/tags/v1`,
    `x${RELEASE}@refs/tags/v1`,
    `https://github.com/o/r/.github/workflows/evil.yml@${RELEASE}@refs/tags/v1`,
    `${RELEASE.replace('release.yml', 'releaseXyml')}@refs/tags/v1`,
    RELEASE,
    '',
  ])('is not taken for one under a starred ref: %j', (identity) => {
    expect(matchesIdentity(identity, starred)).toBe(false)
  })

  it.each<[string, string, boolean]>([
    ['refs/*/v1', 'refs/tags/v1', true],
    ['refs/*/v1', 'refs/tags/x/v1', false],
    ['refs/tags/v*.*', 'refs/tags/v1.2', true],
    ['refs/tags/v*.*', 'refs/tags/v12', false],
    ['refs/tags/*a*', 'refs/tags/a', true],
    ['refs/tags/a*a', 'refs/tags/a', false],
    ['refs/tags/v.*', 'refs/tags/v1', false],
    ['refs/tags/[v]*', 'refs/tags/v1', false],
  ])('under %s with %s: %s', (ref, found, expected) => {
    expect(matchesIdentity(`${RELEASE}@${found}`, { identity: RELEASE, ref })).toBe(expected)
  })

  it.each([
    `${RELEASE}@refs/tags/v10`,
    `x${RELEASE}@refs/tags/v1`,
    `${RELEASE}@refs/tags/v`,
    `${RELEASE}@refs/tags/v1 `,
  ])('must be equal as a whole where there is no star: not %j', (identity) => {
    expect(matchesIdentity(identity, { identity: `${RELEASE}@refs/tags/v1` })).toBe(false)
  })
})
