/*
 * Owns what has to be true of the tree before a version is released: the version said alike everywhere, the change log closed, and
 * the rules of GitHub's Marketplace, which it tells only in its form. Makes nothing.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'

/** Action is the part of an action.yml that the Marketplace shows. */
export interface Action {
  readonly name?: string
  readonly author?: string
  readonly description?: string
  readonly branding?: { readonly icon?: string; readonly color?: string }
}

const COLORS = ['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark']

/** Feather's icons that GitHub takes and that say something of signing. */
const ICONS = ['award', 'check', 'check-circle', 'check-square', 'edit-3', 'feather', 'file-text', 'lock', 'shield']

/** marketplaceFaults returns what GitHub's Marketplace would refuse in an action.yml. */
export function marketplaceFaults({
  name = '',
  author = '',
  description = '',
  branding = {},
}: Action): readonly string[] {
  return [
    ...(/^\w[\w -]{2,}$/.test(name) ? [] : [`the name '${name}' is none`]),
    ...(author === '' ? ['it has no author'] : []),
    ...(description.length > 0 && description.length < 125
      ? []
      : [`the description has ${description.length} characters`]),
    ...(ICONS.includes(branding.icon ?? '') ? [] : [`the icon '${branding.icon ?? ''}' is not on the list`]),
    ...(COLORS.includes(branding.color ?? '') ? [] : [`the colour '${branding.color ?? ''}' is not on the list`]),
  ]
}

/** changelogFault returns why the change log does not tell of a version that is to be released, or undefined. */
export function changelogFault(changelog: string, version: string): string | undefined {
  const versions = [...changelog.matchAll(/^## \[(.+?)\](?: - (\d{4}-\d{2}-\d{2}))?$/gm)]
  const [first, second] = versions.map(([, name, date]) => ({ name, date }))
  if (first?.name !== 'Unreleased') return 'CHANGELOG.md does not begin with [Unreleased]'
  if (second?.name !== version)
    return `CHANGELOG.md has [${second?.name ?? 'nothing'}] below [Unreleased], not [${version}]`
  return second.date === undefined ? `CHANGELOG.md gives [${version}] no date` : undefined
}

/** readinessFaults returns what of the tree at `root` stands in the way of a release; `tag` is its tag, where there is one. */
export function readinessFaults(root: string, tag?: string): readonly string[] {
  const text = (name: string) => readFileSync(path.join(root, name), 'utf8')
  const { version } = JSON.parse(text('package.json')) as { version: string }
  const said = /VERSION = '(.*)'/.exec(text('src/adapters/terminal/usage.ts'))?.[1] ?? 'nothing'
  const changelog = tag === undefined ? undefined : changelogFault(text('CHANGELOG.md'), version)
  return [
    ...['action.yml', 'verify/action.yml'].flatMap((name) =>
      marketplaceFaults(parse(text(name)) as Action).map((fault) => `${name}: ${fault}`),
    ),
    ...(said === version ? [] : [`keyless-verify says ${said}, package.json ${version}`]),
    ...(tag === undefined || tag === `v${version}` ? [] : [`the tag ${tag} is not v${version}, of package.json`]),
    ...(changelog === undefined ? [] : [changelog]),
  ]
}
