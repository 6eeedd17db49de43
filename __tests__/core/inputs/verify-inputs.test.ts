/* How the verify action's inputs become values, and which values make no sense. */
import { describe, expect, it } from '@jest/globals'
import { parseVerifyInputs, verifyInputNames } from '../../../src/core/inputs/verify-inputs.ts'

const parse = (inputs: Readonly<Record<string, string>>) => parseVerifyInputs((name) => inputs[name] ?? '')
const refusal = (inputs: Readonly<Record<string, string>>): unknown => {
  try {
    parse({ files: 'x.iso', ...inputs })
    return undefined
  } catch (error) {
    return error
  }
}

describe('the inputs of the verify action', () => {
  it('may all be left out but what is to be verified', () => {
    expect(parse({ files: 'x.iso\r\n# no\n\n y.iso ' })).toEqual({
      files: ['x.iso', 'y.iso'],
      checksums: undefined,
      bundles: [],
      signatures: [],
      certificates: [],
      signer: { issuer: 'https://token.actions.githubusercontent.com' },
      trustSource: { kind: 'tuf' },
      summary: true,
    })
  })

  it.each([{}, { files: '\n# x\n', checksums: '  ' }])('name something to verify: not %j', (inputs) => {
    expect(() => parse(inputs)).toThrow(expect.objectContaining({ code: 'E_INPUT_FILES' }))
  })

  it('take the trusted root from a file or from a TUF repository, never from both', () => {
    const trustedRoot = 'root.json'
    expect(parse({ files: 'x', 'trusted-root': trustedRoot }).trustSource).toEqual({ kind: 'files', trustedRoot })
    const tuf = { 'tuf-url': 'https://tuf.example', 'tuf-root': '1.root.json' }
    expect(parse({ files: 'x', ...tuf }).trustSource).toEqual({
      kind: 'tuf',
      url: tuf['tuf-url'],
      root: tuf['tuf-root'],
    })
    for (const name of ['tuf-url', 'tuf-root'] as const) {
      const error = refusal({ 'trusted-root': trustedRoot, [name]: tuf[name] })
      expect(error).toMatchObject({ code: 'E_INPUT', fix: expect.stringContaining(name) })
    }
  })

  it.each([
    ['identity', 'https://github.com/o/r/.github/workflows/x.yml@refs/tags/*'],
    ['identity', 'a b'],
    ['repository', 'repo'],
    ['repository', 'o/*'],
    ['repository', 'https://github.com/o/r'],
    ['workflow', '*.yml'],
    ['workflow', 'Release'],
    ['signer-workflow', 'o/r/.github/workflows/release'],
    ['workflow', 'workflows/x.yml'],
    ['workflow', '../x.yml'],
    ['workflow', 'x.yml@main'],
    ['signer-workflow', 'x.yml'],
    ['signer-workflow', 'o/r/.github/workflows/x.yml@refs/heads/main'],
    ['signer-workflow', 'o/*/.github/workflows/x.yml'],
    ['ref', 'v1.2.3'],
    ['ref', '*'],
    ['ref', 'main'],
    ['ref', 'refs/tags/v1 v2'],
    ['issuer', 'token.actions.githubusercontent.com'],
    ['issuer', 'https://*'],
    ['source-ref', 'refs/tags/v*'],
    ['source-digest', '0123456'],
    ['runner-environment', 'self hosted'],
    ['runner-environment', 'hosted'],
    ['identity', 'octo-org/example-iso'],
    ['identity', 'me@example.com'],
    ['identity', 'https://github.com/o/r/.github/workflows/x.yml'],
    ['identity', 'https://github.com/o/r/.github/workflows/x.yml@'],
    ['tuf-url', 'http://tuf.example'],
    ['summary', 'yes'],
  ])('refuse %s: %s, by name', (name, value) => {
    expect(refusal({ [name]: value })).toMatchObject({ code: 'E_INPUT', message: expect.stringContaining(`'${name}'`) })
  })

  it.each([
    ['ref', 'v1.2.3'],
    ['source-ref', 'v1.2.3'],
  ])('say what a short %s is in full', (name, value) => {
    expect(refusal({ [name]: value })).toMatchObject({
      message: `Input '${name}' must be a whole ref, got 'v1.2.3'`,
      fix: `write '${name}' as refs/tags/v1.2.3, or for a branch as refs/heads/v1.2.3`,
    })
  })

  it('say what an identity of GitHub looks like, and how another one is given', () => {
    expect(refusal({ identity: 'octo-org/example-iso' })).toMatchObject({
      code: 'E_INPUT',
      message:
        "Input 'identity' must be a workflow's, with its ref, where no issuer is given, got 'octo-org/example-iso'",
      fix: "give 'identity' as https://github.com/OWNER/REPO/.github/workflows/FILE.yml@REF; for a signer who is no workflow of GitHub, give 'issuer', too",
    })
  })

  it('say both runner environments of GitHub', () => {
    expect(refusal({ 'runner-environment': 'hosted' })).toMatchObject({
      code: 'E_INPUT',
      fix: "give 'runner-environment' as github-hosted or self-hosted",
    })
  })

  it.each([
    ['identity', 'me@example.com'],
    ['identity', 'system:serviceaccount:a:b'],
    ['runner-environment', 'gitlab-hosted'],
  ])('take of another issuer whatever it says: %s: %s', (name, value) => {
    expect(refusal({ issuer: 'https://issuer.example', [name]: value })).toBeUndefined()
  })

  it('take any identity where an issuer is given, though it be the one that is expected anyway', () => {
    const issuer = 'https://token.actions.githubusercontent.com'
    expect(refusal({ issuer, identity: 'me@example.com' })).toBeUndefined()
  })

  it('take no short commit for a tag', () => {
    expect(refusal({ ref: '0123456' })).toMatchObject({ fix: expect.stringContaining('or a commit') })
  })

  it.each([
    ['repository', 'octo-org/example.iso_2'],
    ['workflow', 'release.yml'],
    ['workflow', '.github/workflows/release.yml'],
    ['signer-workflow', 'o/r/.github/workflows/x.yml'],
    ['ref', 'refs/tags/v*'],
    ['ref', 'refs/tags/create-vite@5.0.0'],
    ['ref', '0123456789abcdef0123456789abcdef01234567'],
    ['issuer', 'https://token.actions.githubusercontent.com/enterprise'],
    ['source-digest', '0123456789abcdef0123456789abcdef01234567'],
    ['environment', 'production *'],
    ['runner-environment', 'github-hosted'],
    ['runner-environment', 'self-hosted'],
    ['identity', 'https://github.com/o/r/.github/workflows/x.yml@refs/tags/v1'],
    ['identity', 'https://github.com/o/r/dynamic/pages/build@refs/heads/main'],
  ])('accept %s: %s', (name, value) => {
    expect(refusal({ [name]: value })).toBeUndefined()
  })

  it.each([
    [{ identity: 'a', workflow: 'x.yml' }],
    [{ identity: 'a', 'signer-workflow': 'o/r/.github/workflows/x.yml' }],
    [{ identity: 'a', ref: 'refs/heads/main' }],
    [{ workflow: 'x.yml', 'signer-workflow': 'o/r/.github/workflows/x.yml' }],
  ])('say in one way which workflow must have signed: not %j', (inputs) => {
    expect(refusal(inputs)).toMatchObject({ code: 'E_INPUT', fix: expect.stringContaining('leave out') })
  })

  it('have each a name of its own', () => {
    expect(new Set(verifyInputNames).size).toBe(verifyInputNames.length)
  })
})
