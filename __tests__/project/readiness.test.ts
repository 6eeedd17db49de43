/* Shows what is looked at before a release, and that the tree as it is could be released. */
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { changelogFault, marketplaceFaults, readinessFaults } from '../../scripts/release/readiness.ts'

const root = path.resolve(import.meta.dirname, '../..')
const good = {
  name: 'an action',
  author: 'somebody',
  description: 'does it',
  branding: { icon: 'lock', color: 'blue' },
}

describe('before a release', () => {
  it('the tree is ready: one version, both actions fit for the Marketplace', () => {
    expect(readinessFaults(root)).toEqual([])
  })

  it('a tag has to be that of the version', () => {
    expect(readinessFaults(root, 'v99.0.0')).toContainEqual(expect.stringMatching(/^the tag v99\.0\.0 is not v/))
  })
})

describe('the Marketplace', () => {
  it('takes a whole action.yml', () => {
    expect(marketplaceFaults(good)).toEqual([])
  })

  it.each([
    ['no name', { ...good, name: '' }],
    ['no author', { ...good, author: '' }],
    ['no description', { ...good, description: '' }],
    ['a description of 125 characters', { ...good, description: 'x'.repeat(125) }],
    ['no branding', { ...good, branding: {} }],
    ['a colour that it does not have', { ...good, branding: { icon: 'lock', color: 'pink' } }],
    ['an icon that it does not have', { ...good, branding: { icon: 'rocket', color: 'blue' } }],
  ])('refuses %s', (_, action) => {
    expect(marketplaceFaults(action)).not.toEqual([])
  })
})

describe('the change log', () => {
  const closed = '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-11-25\n\n## [1.2.2] - 2026-10-01\n'

  it('tells of the version, with a date, below what is not released', () => {
    expect(changelogFault(closed, '1.2.3')).toBeUndefined()
  })

  it.each([
    ['of another version', closed, '1.2.4'],
    ['of none', '## [Unreleased]\n', '1.2.3'],
    ['without a date', closed.replace(' - 2026-11-25', ''), '1.2.3'],
    ['without a place for what comes', closed.replace('## [Unreleased]\n', ''), '1.2.3'],
  ])('does not do when it is %s', (_, changelog, version) => {
    expect(changelogFault(changelog, version)).toContain('CHANGELOG.md')
  })
})
