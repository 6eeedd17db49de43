/* Shows that every test is run: by `npm cit` or, where it is one of the long tables, by `npm run test:long`; and both by the gate and by CI. */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { readText } from '../../scripts/docs/pages.ts'
import { readWorkflow, scriptOf } from '../support/workflow.ts'

const root = path.resolve(import.meta.dirname, '../..')
const { scripts } = JSON.parse(readText('package.json')) as { readonly scripts: Readonly<Record<string, string>> }

/** The test files that jest finds with these words, by their path below the repository, in order. */
function found(...words: readonly string[]): readonly string[] {
  const options = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--listTests', ...words]
  const lines = execFileSync(process.execPath, options, { cwd: root, encoding: 'utf8' }).split('\n')
  return lines
    .filter((line) => path.isAbsolute(line))
    .map((file) => path.relative(root, file).replaceAll(path.sep, '/'))
    .sort()
}

const [, long = ''] = scripts['test:long']?.split('npm test -- ') ?? []
const isLong = (file: string): boolean => /^__tests__\/scenarios\/.+\//.test(file)

describe('of all tests', () => {
  const elsewhere = { linux: /\.windows\./, win32: /\.(?:posix|linux)\./ }[process.platform as string]
  const all = readdirSync(path.join(root, '__tests__'), { recursive: true, encoding: 'utf8' })
    .map((name) => `__tests__/${name.replaceAll(path.sep, '/')}`)
    .filter((name) => name.endsWith('.test.ts') && !(elsewhere ?? /\.(?:linux|windows)\./).test(name))
    .sort()

  it('npm cit runs what is in no folder of the scenarios', () => {
    expect(found()).toEqual(all.filter((file) => !isLong(file)))
  })

  it('npm run test:long runs the rest', () => {
    expect(found(long)).toEqual(all.filter(isLong))
  })

  it('npm test runs one of the rest by its path', () => {
    const [one = '', ...others] = all.filter(isLong)
    expect(others).not.toEqual([])
    expect(found(one)).toEqual([one])
  })
})

describe('both runs are made', () => {
  it('by npm run check', () => {
    expect(scripts['check']?.split(' && ')).toEqual(expect.arrayContaining(['npm test', 'npm run test:long']))
  })

  it('by the gate, which counts the tests of both', () => {
    const gate = readText('.ci/run')
    expect(gate.match(/(?<=^step .*) tests \w+ npm .+$/gm)).toEqual([
      ' tests cit npm cit',
      ' tests long npm run test:long',
    ])
    expect(gate.match(/(?<=^(?:ok|wrong)=.*)\$\(tests_that \w+ cit long\)/gm)).toHaveLength(2)
  })

  it('on every platform', () => {
    const script = readWorkflow('ci.yml').jobs['platforms']
    expect(script && scriptOf(script).split('\n')).toEqual(expect.arrayContaining(['npm cit', 'npm run test:long']))
  })
})
