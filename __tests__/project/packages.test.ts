/* Shows what may come in from outside: exact versions, known licences, and no word about where packages come from. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { isAllowed, refused } from '../../scripts/licences.ts'
import { notices } from '../../scripts/notices.ts'

const root = path.resolve(import.meta.dirname, '../..')
const text = (name: string): string => readFileSync(path.join(root, name), 'utf8')
const { packages: locked } = JSON.parse(text('package-lock.json')) as {
  packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}
const manifest = JSON.parse(text('package.json')) as Record<
  'dependencies' | 'devDependencies' | 'optionalDependencies',
  Record<string, string>
>

function licensed(
  name: string,
  licence: string,
  licenceText?: string,
  noticeText?: string,
): Parameters<typeof refused>[0][0] {
  return { name, licence, repository: undefined, licenceText, noticeText }
}

describe('packages', () => {
  it('have exact versions', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest
    const versions = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies })
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })

  it('are locked for every platform, also those that only another one needs', () => {
    const names = new Set(Object.keys(locked).map((name) => name.replace(/^.*node_modules\//, '')))
    const optional = Object.values(locked).flatMap((entry) => Object.keys(entry['optionalDependencies'] ?? {}))
    expect(optional.filter((name) => !names.has(name))).toEqual([])
  })

  it('that bring a Node are known to the script that picks one', () => {
    const script = text('scripts/node24.mjs')
    const unknown = Object.keys(manifest.optionalDependencies).filter((name) => !script.includes(`'${name}'`))
    expect(unknown).toEqual([])
  })
})

describe('licences', () => {
  it.each(['MIT', '(MIT OR GPL-3.0-only)', '(Apache-2.0 AND BSD-3-Clause)'])('allow %s', (expression) => {
    expect(isAllowed(expression)).toBe(true)
  })

  it.each(['GPL-3.0-only', 'UNKNOWN', 'MIT*', '(MIT AND GPL-3.0-only)', '((MIT OR ISC) AND GPL-3.0-only)', ''])(
    'refuse %p',
    (expression) => {
      expect(isAllowed(expression)).toBe(false)
    },
  )

  it('let a reviewed package pass in its reviewed version only', () => {
    const packages = [licensed('buffers@0.1.1', 'UNKNOWN'), licensed('buffers@0.1.2', 'UNKNOWN')]
    expect(refused(packages).map(({ name }) => name)).toEqual(['buffers@0.1.2'])
  })
})

describe('third-party notices', () => {
  it('print equal texts once, under every package that has them', () => {
    const printed = notices([licensed('a@1.0.0', 'MIT', 'Text A'), licensed('b@1.0.0', 'MIT', 'Text A')])
    expect(printed.match(/Text A/g)).toHaveLength(1)
    expect(printed).toContain('a@1.0.0 | MIT\nb@1.0.0 | MIT\n\nText A\n')
  })

  it('carry a NOTICE beside its licence', () => {
    expect(notices([licensed('a@1.0.0', 'Apache-2.0', 'Text A', 'Notice A')])).toContain('Text A\n\nNotice A\n')
  })

  it('say so where a package has no licence file', () => {
    expect(notices([licensed('a@1.0.0', 'MIT')])).toContain('carries no licence file; it states: MIT')
  })
})
