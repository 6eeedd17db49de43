/*
 * Owns the commands with which a stranger verifies what we signed, ready to paste where the files were downloaded to, with
 * the exact identity and issuer. Must not print: report and summary do. Flags and their versions: cosign 2.6, 3.0, 3.1 and sigstore-python 4, as run.
 */
import { isRekorV2 } from '../bundle/log-entry.ts'
import { repositoryOf, sourceInside } from '../bundle/workflow-identity.ts'
import { signatureSuffixes } from '../files/signature-names.ts'
import { GITHUB_ISSUER } from '../shared/public-instances.ts'
import { shellPath, shellWord } from './shell.ts'
import type { NamedSubject, SignResult } from '../types.ts'

/** VerifyCommand is one way to verify: a command, or a sentence that says why there is none, or both. */
export interface VerifyCommand {
  readonly title: string
  /** Lines of one shell command, joined by ` \` at their ends. */
  readonly command?: string
  readonly note?: string
}

// What a block of code shows without scrolling in a job summary, less the indentation.
const LONGEST_LINE = 95

// cosign verify-blob reads the whole file into memory, but takes a digest in its place.
const LARGE_FILE = 256 * 1024 * 1024

/** verifyCommand returns the one-line command that verifies a subject's bundle with cosign. */
export function verifyCommand(signing: SignResult, subject: NamedSubject): string {
  return cosignBundle(signing, bundleWords(subject)).join(' ')
}

/** verifyCommands returns every way to verify a subject, the most useful one first. */
export function verifyCommands(signing: SignResult, subject: NamedSubject): readonly VerifyCommand[] {
  const bundle = {
    title: 'cosign, with the bundle',
    command: lines(cosignBundle(signing, bundleWords(subject))),
    ...bundleNote(signing, subject),
  }
  if (!signing.publicInstance) return [bundle, { title: 'Other verifiers', note: OTHER_INSTANCE }]
  return [bundle, cosignFiles(signing, subject), sigstorePython(signing, subject), airGapped(signing, subject)]
}

const OTHER_INSTANCE =
  'This was signed with another Sigstore instance than the public one: cosign takes no `--trusted-root` together with ' +
  '`.sig` and `.pem`, and sigstore-python wants a trust configuration of its own, so only the bundle command is given.'

function bundleNote(signing: SignResult, subject: NamedSubject): { readonly note?: string } {
  if (!signing.publicInstance && signing.trustedRootPath === undefined) {
    return { note: 'Run `cosign initialize` with the mirror and root of this instance first.' }
  }
  if (subject.path !== undefined) return {}
  return {
    note: 'The job that signed did not read the file: compare this digest with the one that `sha256sum` gives you.',
  }
}

/** BundleWords are what of the command differs from file to file: parts of a shell's command line. */
export interface BundleWords {
  readonly bundle: string
  /** The file, or `sha256:` and its digest. */
  readonly subject: string
  readonly onlyInRekorV2: boolean
}

/** cosignBundle returns the lines of the command that verifies a bundle with cosign, which reads a given trusted root. */
export function cosignBundle(
  signing: SignResult,
  { bundle, subject, onlyInRekorV2: onlyV2 }: BundleWords,
  trustedRoot = givenRoot(signing),
): readonly string[] {
  return [
    `cosign verify-blob --bundle ${bundle}`,
    ...(trustedRoot === undefined ? [] : [`--trusted-root ${shellPath(trustedRoot)}`]),
    // cosign up to 3.0.4 takes the timestamp's time only when it is told to; later ones do so for Rekor v2 by themselves.
    ...(onlyV2 ? ['--use-signed-timestamps'] : []),
    ...cosignPolicy(signing),
    subject,
  ]
}

function bundleWords(subject: NamedSubject): BundleWords {
  return { bundle: output(subject, 'bundle'), subject: digestOrFile(subject), onlyInRekorV2: onlyInRekorV2(subject) }
}

function givenRoot(signing: SignResult): string | undefined {
  return signing.publicInstance ? undefined : signing.trustedRootPath
}

function cosignPolicy(signing: SignResult): readonly string[] {
  return [
    `--certificate-identity ${shellWord(signing.identity)}`,
    `--certificate-oidc-issuer ${shellWord(signing.issuer)}`,
    ...(callerToPin(signing) ? [`--certificate-github-workflow-repository ${shellWord(signing.repository)}`] : []),
  ]
}

function cosignFiles(signing: SignResult, subject: NamedSubject): VerifyCommand {
  const title = 'cosign, with .sig and .pem'
  if (onlyInRekorV2(subject)) {
    return {
      title,
      note: 'The log entry is only in Rekor v2, which has no look-up: `.sig` and `.pem` alone cannot be verified.',
    }
  }
  const command = lines(
    cosignWithoutBundle({
      signature: output(subject, 'signature'),
      certificate: output(subject, 'certificate'),
      policy: cosignPolicy(signing),
      file: shellPath(subject.downloadName),
    }),
  )
  return { title, command, note: 'Needs the network and the file, all of which cosign reads into memory.' }
}

/** ShellWords are the parts of a command, quoted for a shell. */
export interface ShellWords {
  readonly signature: string
  readonly certificate: string
  /** The flags that say who must have signed. */
  readonly policy: readonly string[]
  readonly file: string
}

/** cosignWithoutBundle returns the lines of the command that verifies `.sig` and `.pem`, which asks the log online. */
export function cosignWithoutBundle({ signature, certificate, policy, file }: ShellWords): readonly string[] {
  return [`cosign verify-blob --signature ${signature}`, `--certificate ${certificate}`, ...policy, file]
}

function sigstorePython(signing: SignResult, subject: NamedSubject): VerifyCommand {
  const title = 'sigstore-python'
  const pin = callerToPin(signing)
  // Only `verify github` can compare the calling repository, and it takes no other issuer than GitHub's own.
  if (pin && signing.issuer !== GITHUB_ISSUER) {
    return { title, note: 'sigstore-python cannot pin the calling repository of this issuer.' }
  }
  const identity = `--cert-identity ${shellWord(signing.identity)}`
  const policy = pin
    ? [identity, `--repository ${shellWord(signing.repository)}`]
    : [identity, `--cert-oidc-issuer ${shellWord(signing.issuer)}`]
  const file = subject.path === undefined ? `sha256:${subject.sha256}` : shellPath(subject.downloadName)
  const bundle = output(subject, 'bundle')
  return {
    title,
    command: lines([`sigstore verify ${pin ? 'github' : 'identity'} --bundle ${bundle}`, ...policy, file]),
  }
}

function airGapped(signing: SignResult, subject: NamedSubject): VerifyCommand {
  return {
    title: 'Without a network',
    command: lines(cosignBundle(signing, bundleWords(subject), 'trusted_root.json')),
    note:
      'Get `trusted_root.json` from a source of its own, not from where the file came from: on a machine with a network, ' +
      '`cosign trusted-root create --with-default-services --out trusted_root.json`.',
  }
}

/** onlyInRekorV2 tells whether every log entry is from Rekor v2, so that nothing can be looked up by signature. */
export function onlyInRekorV2(subject: NamedSubject): boolean {
  return subject.verified.logEntries.every(isRekorV2)
}

/** callerToPin tells whether the identity names another repository's workflow, which any repository may call. */
function callerToPin(signing: SignResult): boolean {
  const named = sourceInside(signing.identity)
  return named !== undefined && repositoryOf(named) !== signing.repository
}

function digestOrFile(subject: NamedSubject): string {
  if (subject.path === undefined) return `sha256:${subject.sha256}`
  const file = shellPath(subject.downloadName)
  return isLarge(subject) ? `sha256:${digestOf(file)}` : file
}

/** isLarge tells whether cosign should not read the file itself. */
export function isLarge({ size }: Pick<NamedSubject, 'size'>): boolean {
  return (size ?? 0) > LARGE_FILE
}

/** digestOf returns what stands in a command for the digest of a file, given as a shell word. */
export function digestOf(file: string): string {
  return `$(sha256sum < ${file} | cut -d' ' -f1)`
}

function output({ downloadName }: NamedSubject, kind: keyof typeof signatureSuffixes): string {
  return shellPath(downloadName + signatureSuffixes[kind])
}

/** lines returns the parts of a command, one a line; a value that makes its line too long for the page gets its own. */
export function lines(parts: readonly string[], indent = '  '): string {
  const fitting = parts.map((part) =>
    part.startsWith('--') && part.length > LONGEST_LINE ? part.replace(' ', ` \\\n${indent}  `) : part,
  )
  return fitting.join(` \\\n${indent}`)
}
