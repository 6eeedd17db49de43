import { describe, expect, it } from '@jest/globals'
import { verifyCommand, verifyCommands } from '../../../src/core/commands/verify-commands.ts'
import { aLogEntry, aSigning, aSubject, branded, byDigest, identity, issuer } from '../../support/signing.ts'
import type { SignResult, NamedSubject } from '../../../src/core/types.ts'

const small = aSubject('x.txt', { size: 10 })
const policy = `--certificate-identity ${identity} --certificate-oidc-issuer ${issuer}`
const caller = { repository: 'other/caller' }

function commandOf(title: RegExp, signing: SignResult, subject: NamedSubject = small): string | undefined {
  return verifyCommands(signing, subject)
    .find((command) => title.test(command.title))
    ?.command?.replaceAll(/ \\\n +/g, ' ')
}

describe('the cosign command with the bundle', () => {
  it('names the exact identity and issuer and the file', () => {
    expect(verifyCommand(aSigning(), small)).toBe(`cosign verify-blob --bundle x.txt.sigstore.json ${policy} x.txt`)
  })

  it('hashes a file of more than 256 MiB outside of cosign', () => {
    const at = (size: number): string => verifyCommand(aSigning(), aSubject('x.iso', { size }))
    expect(at(256 * 1024 * 1024)).toMatch(/ x\.iso$/)
    expect(at(256 * 1024 * 1024 + 1)).toMatch(/ sha256:\$\(sha256sum < x\.iso \| cut -d' ' -f1\)$/)
  })

  it('takes the digest of a file that the job did not read', () => {
    expect(verifyCommand(aSigning(), byDigest())).toMatch(new RegExp(` sha256:${'ab'.repeat(32)}$`))
    expect(verifyCommands(aSigning(), byDigest())[0]?.note).toMatch(/did not read/)
  })

  it('pins the caller of a reusable workflow of another repository', () => {
    expect(verifyCommand(aSigning(caller), small)).toContain(' --certificate-github-workflow-repository other/caller ')
    expect(verifyCommand(aSigning(), small)).not.toContain('workflow-repository')
  })

  it('pins no caller where the identity is no workflow', () => {
    expect(verifyCommand(aSigning({ ...caller, identity: branded('a@b.example') }), small)).not.toContain(
      'workflow-repo',
    )
  })

  it('asks for signed timestamps only when no log entry has a time', () => {
    const entries = (...versions: (1 | 2)[]): NamedSubject => ({
      ...small,
      verified: { ...small.verified, logEntries: versions.map((version) => aLogEntry(version)) },
    })
    expect(verifyCommand(aSigning(), entries(2))).toContain(' --use-signed-timestamps ')
    expect(verifyCommand(aSigning(), entries(2, 1))).not.toContain('--use-signed-timestamps')
  })

  it('names the file as somebody has it who downloaded it', () => {
    const subject = aSubject('/nix/store/abc-iso/x.iso', { size: 1 })
    expect(verifyCommand(aSigning(), subject)).toBe(`cosign verify-blob --bundle x.iso.sigstore.json ${policy} x.iso`)
    expect(verifyCommand(aSigning(), { ...subject, downloadName: 'a/x.iso' })).toMatch(/ a\/x\.iso$/)
  })

  it('is one line', () => {
    expect(verifyCommand(aSigning(caller), byDigest())).not.toContain('\n')
  })
})

describe('the other commands', () => {
  it('verify .sig and .pem with cosign', () => {
    expect(commandOf(/\.sig/, aSigning())).toBe(
      `cosign verify-blob --signature x.txt.sig --certificate x.txt.pem ${policy} x.txt`,
    )
  })

  it('leave .sig and .pem out, with a sentence, when the entry is only in Rekor v2', () => {
    const subject = { ...small, verified: { ...small.verified, logEntries: [aLogEntry(2)] } }
    const [, files] = verifyCommands(aSigning(), subject)
    expect(files?.command).toBeUndefined()
    expect(files?.note).toMatch(/Rekor v2/)
  })

  it('verify with sigstore-python, which reads files of any size', () => {
    expect(commandOf(/python/, aSigning(), aSubject('x.iso'))).toBe(
      `sigstore verify identity --bundle x.iso.sigstore.json --cert-identity ${identity} --cert-oidc-issuer ${issuer} x.iso`,
    )
  })

  it('pin the caller with sigstore-python too', () => {
    expect(commandOf(/python/, aSigning(caller))).toBe(
      `sigstore verify github --bundle x.txt.sigstore.json --cert-identity ${identity} --repository other/caller x.txt`,
    )
  })

  it('leave sigstore-python out where it cannot pin the caller', () => {
    expect(commandOf(/python/, aSigning({ ...caller, issuer: branded(`${issuer}/acme`) }))).toBeUndefined()
  })

  it('verify without a network, and say where the trusted root comes from', () => {
    expect(commandOf(/network/, aSigning())).toContain(' --trusted-root trusted_root.json ')
    expect(verifyCommands(aSigning(), small).at(-1)?.note).toContain(
      'cosign trusted-root create --with-default-services',
    )
  })
})

describe('for another instance than the public one', () => {
  const other = { publicInstance: false, trustedRootPath: './lab root/trusted_root.json' }

  it('only the bundle command is given, with the trusted root as it was given', () => {
    const [bundle, others, ...rest] = verifyCommands(aSigning(other), small)
    expect(bundle?.command).toContain("--trusted-root './lab root/trusted_root.json'")
    expect([others?.command, rest]).toEqual([undefined, []])
    expect(others?.note).toMatch(/another Sigstore instance/)
  })

  it('cosign has to be told of the instance first where no trusted root was given', () => {
    expect(verifyCommands(aSigning({ publicInstance: false }), small)[0]?.note).toMatch(/cosign initialize/)
  })
})
