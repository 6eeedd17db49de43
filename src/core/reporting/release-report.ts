/*
 * Owns what a run tells of the GitHub release to machines and to people. Must not decide when it is true: it is asked only
 * for what was attached and read back.
 */
import { signatureSuffixes } from '../files/signature-names.ts'
import { display } from '../shared/display.ts'
import { GITHUB } from '../shared/public-instances.ts'
import { codeBlock } from './command-blocks.ts'
import { markdownCode as code, markdownLink as link, MOST_ROWS } from './markdown.ts'
import { shellWord } from '../commands/shell.ts'
import { verifyCommand } from '../commands/verify-commands.ts'
import { sha256Of } from '../shared/encoding.ts'
import type { Outputs } from './sign-report.ts'
import type { AttachedRelease, SignResult } from '../types.ts'

/** Patterns in one command; with more files, all of the release is downloaded. */
const MOST_PATTERNS = 10

/** Characters of a command in the log. */
const LONGEST_COMMAND = 4_000

const BUNDLE = signatureSuffixes.bundle

/** releaseOutputs returns the outputs that are true once everything was attached and read back. */
export function releaseOutputs({ release, assets }: AttachedRelease): Outputs {
  return {
    'release-id': String(release.id),
    'release-url': release.url,
    'release-assets': JSON.stringify(assets.map(({ name, url, size, sha256 }) => ({ name, url, size, sha256 }))),
  }
}

/** releaseLines returns the log lines about the release: where the files are, and how to get them. */
export function releaseLines(signing: SignResult, attached: AttachedRelease): readonly string[] {
  const { release, assets } = attached
  const [only, ...others] = asOnRelease(signing, attached).subjects
  const which = `${release.isDraft ? 'draft ' : ''}release ${display(release.tag)} (id ${release.id})`
  return [
    `Attached ${assets.length} files to the ${which}: ${display(release.url)}`,
    `To download them, with what was signed where that is on the release: ${display(downloadCommand(signing, attached), LONGEST_COMMAND)}`,
    ...(only === undefined || others.length > 0
      ? []
      : [`Then, to verify it: ${display(verifyCommand(signing, only), LONGEST_COMMAND)}`]),
  ]
}

/** releaseSummary returns the part of a job summary about the release, as Markdown. */
export function releaseSummary({ release, assets }: AttachedRelease): string {
  const which = `${release.isDraft ? 'Draft release' : 'Release'} ${link(release.url, release.tag)}`
  const more = assets.length > MOST_ROWS ? ' (and more: the output `release-assets` has all)' : ''
  const names = assets.slice(0, MOST_ROWS).map(({ name }) => code(name))
  return `### On the release

${which} has ${names.join(', ')}${more}.
`
}

/** howToGetRelease returns, as Markdown, how to download what was signed with its signatures, for the commands below it. */
export function howToGetRelease(signing: SignResult, attached: AttachedRelease): string {
  const onRelease = asOnRelease(signing, attached).subjects
  const isRenamed = onRelease.some(({ downloadName }, index) => downloadName !== signing.subjects[index]?.downloadName)
  const renamed = isRenamed ? ' GitHub has renamed files; the commands call them as the release does.' : ''
  return `What was signed, where it is on the release, with its signature files:${renamed}

${codeBlock(downloadCommand(signing, attached))}
Then, in the same directory:
`
}

/** asOnRelease returns the run with its files called as they are on the release: what GitHub made of a bundle's name tells. */
export function asOnRelease(signing: SignResult, { assets }: AttachedRelease): SignResult {
  const names = new Map(assets.map(({ sha256, name }) => [sha256, name]))
  const subjects = signing.subjects.map((subject) => {
    const bundle = names.get(sha256Of(Buffer.from(subject.files.bundle.text())))
    return bundle?.endsWith(BUNDLE) === true ? { ...subject, downloadName: bundle.slice(0, -BUNDLE.length) } : subject
  })
  return { ...signing, subjects }
}

/** A bundle is called like its file, as GitHub stores both, with a suffix. */
function downloadCommand({ repository }: Pick<SignResult, 'repository'>, { release, assets }: AttachedRelease): string {
  const { host } = new URL(release.url)
  const isGitHub = host === new URL(GITHUB).host
  const bundles = assets.filter(({ name }) => name.endsWith(BUNDLE))
  const patterns = bundles.length > MOST_PATTERNS ? [] : bundles.map(({ name }) => `${name.slice(0, -BUNDLE.length)}*`)
  const options = ['-R', isGitHub ? repository : `${host}/${repository}`, ...patterns.flatMap((each) => ['-p', each])]
  const words = release.tag.startsWith('-') ? [...options, '--', release.tag] : [release.tag, ...options]
  return `gh release download ${words.map(shellWord).join(' ')}`
}
