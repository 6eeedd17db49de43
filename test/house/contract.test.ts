/* Holds together what says the same thing in several places: action.yml, the names in core, README and workflows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { readAction, withTables } from '../../scripts/readme-tables.ts'
import { signInputNames } from '../../src/core/inputs.ts'
import { outputNames } from '../../src/core/report.ts'

const root = path.resolve(import.meta.dirname, '../..')
const text = (name: string): string => readFileSync(path.join(root, name), 'utf8')
const action = readAction(text('action.yml'))
const readme = text('README.md')

interface Workflow {
  readonly permissions: unknown
  readonly jobs: Readonly<Record<string, { readonly permissions?: Readonly<Record<string, string>> }>>
}

const workflows = readdirSync(path.join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`)
const snippets = [...readme.matchAll(/```yaml\n(.*?)```/gs)].map(([, code = '']) => code)
const wholeWorkflows = snippets.filter((code) => code.includes('jobs:'))

describe('the contract of the action', () => {
  it('has the same inputs in action.yml and in core, in the same order', () => {
    expect(Object.keys(action.inputs)).toEqual([...signInputNames])
  })

  it('has the same outputs in action.yml and in core', () => {
    expect(Object.keys(action.outputs).sort()).toEqual([...outputNames].sort())
  })

  it('describes every input and output', () => {
    const descriptions = [...Object.values(action.inputs), ...Object.values(action.outputs)]
    expect(descriptions.filter(({ description }) => !description)).toEqual([])
  })

  it('runs the committed bundle on Node 24', () => {
    expect(action.runs).toMatchObject({ using: 'node24', main: 'dist/sign/index.js' })
  })

  it('is in the README as it is in action.yml', () => {
    expect(readme).toBe(withTables(readme, action))
  })

  it('is shown in the README with the version of package.json', () => {
    const { version } = JSON.parse(text('package.json')) as { version: string }
    const shown = [...readme.matchAll(/keyless-sign@COMMIT_SHA # v(\S+)/g)].map(([, number]) => number)
    expect(shown).toEqual([version, version])
  })
})

describe('the map of the code', () => {
  it('names only what is there', () => {
    const names = [
      ...text('CONTRIBUTING.md').matchAll(/`((?:src|sandbox|demonstration|scripts|test|lab|bench)\/[\w./-]*)`/g),
    ]
    expect(names.length).toBeGreaterThan(10)
    expect(names.map(([, name = '']) => name).filter((name) => !existsSync(path.join(root, name)))).toEqual([])
  })
})

describe('workflows that people copy', () => {
  it('are in the README, one of one job and one of two', () => {
    expect(wholeWorkflows.map((code) => Object.keys((parse(code) as Workflow).jobs).length)).toEqual([1, 2])
  })

  it.each(wholeWorkflows)('give id-token to one job only: README snippet %#', (code) => {
    const workflow = parse(code) as Workflow
    expect(workflow.permissions).toEqual({})
    const signing = Object.values(workflow.jobs).filter(({ permissions }) => permissions?.['id-token'] === 'write')
    expect(signing).toHaveLength(1)
  })

  it.each(workflows)('grant nothing to the whole workflow: %s', (name) => {
    expect((parse(text(name)) as Workflow).permissions).toEqual({})
  })

  it.each([...workflows, 'README.md'])('pin every action to a full commit: %s', (name) => {
    const uses = [...text(name).matchAll(/uses: (?!\.\/)(\S+@\S+.*)/g)].map(([, reference = '']) => reference)
    const placeholder = /^OWNER\/keyless-sign@COMMIT_SHA # v\d+\.\d+\.\d+$/
    const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/
    expect(uses.filter((reference) => !placeholder.test(reference) && !pinned.test(reference))).toEqual([])
  })
})
