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
import type { Outputs } from './sign-report.ts'
import type { AttachedRelease, SignResult } from '../types.ts'

/** Patterns in one command; with more files, all of the release is downloaded. */
const MOST_PATTERNS = 10

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
export function releaseLines(signing: Pick<SignResult, 'repository'>, attached: AttachedRelease): readonly string[] {
  const { release, assets } = attached
  const which = `${release.isDraft ? 'draft ' : ''}release ${display(release.tag)} (id ${release.id})`
  return [
    `Attached ${assets.length} files to the ${which}: ${display(release.url)}`,
    `To download them with the file that was signed: ${display(downloadCommand(signing, attached))}`,
  ]
}

/** releaseSummary returns the part of a job summary about the release, as Markdown. */
export function releaseSummary(signing: Pick<SignResult, 'repository'>, attached: AttachedRelease): string {
  const { release, assets } = attached
  const which = `${release.isDraft ? 'Draft release' : 'Release'} ${link(release.url, release.tag)}`
  const more = assets.length > MOST_ROWS ? ' (and more: the output `release-assets` has all)' : ''
  const names = assets.slice(0, MOST_ROWS).map(({ name }) => code(name))
  return `### On the release\n
${which} has ${names.join(', ')}${more}. To download them with what was signed:\n
${codeBlock(downloadCommand(signing, attached))}`
}

/** A bundle is called like its file, as GitHub stores both, with a suffix. */
function downloadCommand({ repository }: Pick<SignResult, 'repository'>, { release, assets }: AttachedRelease): string {
  const host = URL.canParse(release.url) ? new URL(release.url).host : ''
  const isGitHub = host === '' || host === new URL(GITHUB).host
  const bundles = assets.filter(({ name }) => name.endsWith(BUNDLE))
  const patterns = bundles.length > MOST_PATTERNS ? [] : bundles.map(({ name }) => `${name.slice(0, -BUNDLE.length)}*`)
  const words = [release.tag, '-R', isGitHub ? repository : `${host}/${repository}`]
  return `gh release download ${[...words, ...patterns.flatMap((each) => ['-p', each])].map(shellWord).join(' ')}`
}
