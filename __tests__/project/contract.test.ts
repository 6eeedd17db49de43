/* Holds together what says the same thing in several places: action.yml, the names in core, README and workflows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { actionFiles, readAction, withTables } from '../../scripts/readme-tables.ts'
import { signInputNames } from '../../src/core/inputs/sign-inputs.ts'
import { verifyInputNames } from '../../src/core/inputs/verify-inputs.ts'
import { outputNames } from '../../src/core/reporting/sign-report.ts'
import { verifyOutputNames } from '../../src/core/reporting/verify-report.ts'

const root = path.resolve(import.meta.dirname, '../..')
const text = (name: string): string => readFileSync(path.join(root, name), 'utf8')
const actions = { '': readAction(text(actionFiles[''])), 'verify-': readAction(text(actionFiles['verify-'])) }
const readme = text('README.md')

interface Workflow {
  readonly permissions: unknown
  readonly jobs: Readonly<Record<string, { readonly permissions?: Readonly<Record<string, string>> }>>
}

const workflows = readdirSync(path.join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`)
const examples = readdirSync(path.join(root, 'examples'))
  .filter((name) => name.endsWith('.yml'))
  .map((name) => `examples/${name}`)
const snippets = [...readme.matchAll(/```yaml\n(.*?)```/gs)].map(([, code = '']) => code)
const wholeWorkflows = snippets.filter((code) => code.includes('jobs:'))
const signingWorkflows = wholeWorkflows.filter((code) => code.includes('keyless-sign@'))
const verifyingWorkflows = wholeWorkflows.filter((code) => code.includes('keyless-sign/verify@'))

const contracts = [
  { action: actions[''], inputs: signInputNames, outputs: outputNames, main: 'dist/sign/index.js' },
  { action: actions['verify-'], inputs: verifyInputNames, outputs: verifyOutputNames, main: '../dist/verify/index.js' },
] as const

describe.each(contracts)('the contract of the action in $main', ({ action, inputs, outputs, main }) => {
  it('has the same inputs in action.yml and in core, in the same order', () => {
    expect(Object.keys(action.inputs)).toEqual([...inputs])
  })

  it('has the same outputs in action.yml and in core', () => {
    expect(Object.keys(action.outputs).sort()).toEqual([...outputs].sort())
  })

  it('describes every input and output', () => {
    const descriptions = [...Object.values(action.inputs), ...Object.values(action.outputs)]
    expect(descriptions.filter(({ description }) => !description)).toEqual([])
  })

  it('runs the committed bundle on Node 24', () => {
    expect(action.runs).toMatchObject({ using: 'node24', main })
  })
})

describe('the contract of both actions', () => {
  it('is in the README as it is in action.yml', () => {
    expect(readme).toBe(withTables(readme, actions))
  })

  it('is shown in the README with the version of package.json', () => {
    const { version } = JSON.parse(text('package.json')) as { version: string }
    const shown = [...readme.matchAll(/keyless-sign(?:\/\S+)?@COMMIT_SHA # v(\S+)/g)].map(([, number]) => number)
    expect(shown).toEqual(Array(6).fill(version))
  })
})

describe('the map of the code', () => {
  const folders = (below: string): readonly string[] =>
    readdirSync(path.join(root, below), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !unmapped.has(entry.name))
      .map(({ name }) => `${name}/`)
  // What git does not keep, and what every repository has.
  const unmapped = new Set(['.git', 'node_modules', 'coverage', 'lib'])
  const map = /## The map\n.*?\n## /s.exec(text('CONTRIBUTING.md'))?.[0] ?? ''

  it.each(['', 'src', 'src/adapters', 'src/core'])('names every folder of ./%s', (below) => {
    expect(folders(below).filter((name) => !map.includes(name))).toEqual([])
  })

  it('names no folder and no file that is missing', () => {
    const named = [...map.matchAll(/(?<![\w./])((?:[\w.-]+\/)*[\w-]+(?:\/|\.ts))(?![\w/])/g)].map(
      ([, name = '']) => name,
    )
    const places = ['', 'src', 'src/adapters', 'src/core', '__tests__']
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter((name) => !places.some((place) => existsSync(path.join(root, place, name))))).toEqual([])
  })
})

describe('workflows that people copy', () => {
  it('are in the README: signing in one job and in two, and verifying', () => {
    expect(signingWorkflows.map((code) => Object.keys((parse(code) as Workflow).jobs).length)).toEqual([1, 2])
    expect([verifyingWorkflows.length, wholeWorkflows.length]).toEqual([1, 3])
  })

  it.each(verifyingWorkflows)('give no token to a job that verifies: README snippet %#', (code) => {
    expect((parse(code) as Workflow).permissions).toEqual({})
    expect(code).not.toContain('id-token')
  })

  it.each(signingWorkflows)('give id-token to one job only: README snippet %#', (code) => {
    const workflow = parse(code) as Workflow
    expect(workflow.permissions).toEqual({})
    const signing = Object.values(workflow.jobs).filter(({ permissions }) => permissions?.['id-token'] === 'write')
    expect(signing).toHaveLength(1)
  })

  it.each([...workflows, ...examples])('grant nothing to the whole workflow: %s', (name) => {
    expect((parse(text(name)) as Workflow).permissions).toEqual({})
  })

  it.each([...workflows, ...examples, 'README.md'])('pin every action to a full commit: %s', (name) => {
    const uses = [...text(name).matchAll(/uses: (?!\.\/)(\S+@\S+.*)/g)].map(([, reference = '']) => reference)
    const placeholder =
      /^OWNER\/keyless-sign(?:\/verify|\/\.github\/workflows\/sign\.yml)?@COMMIT_SHA # v\d+\.\d+\.\d+$/
    const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/
    expect(uses.filter((reference) => !placeholder.test(reference) && !pinned.test(reference))).toEqual([])
  })
})
