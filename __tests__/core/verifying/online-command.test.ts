/* Shows the command for `.sig` and `.pem` without a bundle: it expects exactly whom the inputs expect. */
import { describe, expect, it } from '@jest/globals'
import { parseVerifyInputs } from '../../../src/core/inputs/verify-inputs.ts'
import { onlineCommand } from '../../../src/core/verifying/online-command.ts'

const RELEASE = 'https://github.com/o/r/.github/workflows/release.yml'
const ISSUER = '--certificate-oidc-issuer https://token.actions.githubusercontent.com'
const PIN = '--certificate-github-workflow-repository o/r'

function command(
  inputs: Readonly<Record<string, string>>,
  detached: { signature?: string; certificate?: string } = {},
) {
  const { signer } = parseVerifyInputs((name) => ({ files: 'x', ...inputs })[name] ?? '')
  return onlineCommand('my x', { signature: undefined, certificate: undefined, ...detached }, signer)
}

/** What the command says of the signer. */
function policyOf(inputs: Readonly<Record<string, string>>): string {
  return command(inputs, { signature: 's', certificate: 'c' })
    .replace(/^.* --certificate c /, '')
    .replace(/ 'my x'$/, '')
}

describe('the command', () => {
  it('takes the files that the inputs name, else those beside the file, as words of a shell', () => {
    const named = { signature: 'the sig', certificate: '-c' }
    expect(command({}, named)).toMatch(/^cosign verify-blob --signature 'the sig' --certificate \.\/-c .* 'my x'$/)
    expect(command({})).toMatch(/^cosign verify-blob --signature 'my x\.sig' --certificate 'my x\.pem' .* 'my x'$/)
  })

  it('expects a whole identity, and the repository inside it', () => {
    const identity = `${RELEASE}@refs/tags/v1`
    expect(policyOf({ identity })).toBe(`--certificate-identity ${identity} ${ISSUER} ${PIN}`)
  })

  it('expects workflow and ref as one identity', () => {
    const inputs = { repository: 'o/r', workflow: 'release.yml', ref: 'refs/tags/v1.0' }
    expect(policyOf(inputs)).toBe(`--certificate-identity ${RELEASE}@refs/tags/v1.0 ${ISSUER} ${PIN}`)
  })

  it('leaves open what a star in the ref leaves open, and nothing else', () => {
    const inputs = { repository: 'o/r', workflow: 'release.yml', ref: 'refs/tags/v*.0' }
    const flag = policyOf(inputs).replace(` ${ISSUER} ${PIN}`, '')
    expect(flag).toMatch(/^--certificate-identity-regexp '.*'$/)
    const expression = new RegExp(flag.slice(flag.indexOf("'") + 1, -1))
    const accepted = (identity: string): boolean => expression.test(identity)
    expect(accepted(`${RELEASE}@refs/tags/v1.0`)).toBe(true)
    const others = [
      ...[`${RELEASE}@refs/tags/v1/x.0`, `${RELEASE}@refs/tags/v1x0`, `${RELEASE}@refs/tags/v1.0x`],
      ...[`x${RELEASE}@refs/tags/v1.0`, `${RELEASE.replace('github.com', 'githubxcom')}@refs/tags/v1.0`],
    ]
    expect(others.filter(accepted)).toEqual([])
  })

  it('compares no source repository that is not of github.com, which cosign could not', () => {
    const identity = 'https://ghe.example/o/r/.github/workflows/x.yml@refs/heads/main'
    const issuer = 'https://ghe.example/_services/token'
    expect(policyOf({ identity, issuer })).toBe(
      `--certificate-identity ${identity} --certificate-oidc-issuer ${issuer}`,
    )
  })

  it('compares none where none is expected', () => {
    const issuer = 'https://issuer.example'
    expect(policyOf({ identity: 'someone@example.com', issuer })).toBe(
      `--certificate-identity someone@example.com --certificate-oidc-issuer ${issuer}`,
    )
  })

  it('has a word to fill in where nobody said who must have signed', () => {
    expect(policyOf({})).toBe(`--certificate-identity IDENTITY ${ISSUER}`)
  })
})
