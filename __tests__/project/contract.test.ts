/* Holds together what says the same thing in several places: action.yml, the names in core, pages, examples and workflows. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { pageNames, readText as text } from '../../scripts/docs/pages.ts'
import { actionFiles, readAction } from '../../scripts/docs/reference-tables.ts'
import { signInputNames } from '../../src/core/inputs/sign-inputs.ts'
import { verifyInputNames } from '../../src/core/inputs/verify-inputs.ts'
import { outputNames } from '../../src/core/reporting/sign-report.ts'
import { verifyOutputNames } from '../../src/core/reporting/verify-report.ts'

const root = path.resolve(import.meta.dirname, '../..')
const actions = { '': readAction(text(actionFiles[''])), 'verify-': readAction(text(actionFiles['verify-'])) }

interface Workflow {
  readonly permissions: unknown
  readonly concurrency?: unknown
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly 'runs-on'?: string
        readonly 'timeout-minutes'?: number
        readonly permissions?: Readonly<Record<string, string>>
      }
    >
  >
}

const filesIn = (folder: string, end: string): readonly string[] =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith(end))
    .map((name) => `${folder}/${name}`)
const workflows = filesIn('.github/workflows', '.yml')
const examples = filesIn('examples', '.yml')
const signing = examples.filter((name) => /keyless-sign(?:\/\.github\/workflows\/[\w-]+\.yml)?@/.test(text(name)))
const verifyingOnly = examples.filter((name) => !signing.includes(name))

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

describe('the version', () => {
  it.each([...pageNames, ...examples])('is that of package.json: %s', (name) => {
    const { version } = JSON.parse(text('package.json')) as { version: string }
    const ways = /(?:@COMMIT_SHA # |keyless-sign\S+@refs\/tags\/|download (?=\S+ --repo OWNER\/keyless-sign))v(\S+)/g
    const shown = [...text(name).matchAll(ways)].map(([, number]) => number)
    expect(shown.filter((number) => number !== version)).toEqual([])
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
  it('are shown in the README: signing in one job and in two', () => {
    const shown = [...text('README.md').matchAll(/<!-- file: (\S+) -->/g)].map(([, file]) => file)
    expect(shown).toEqual(['examples/one-step.yml', 'examples/two-jobs.yml'])
    expect(verifyingOnly).toContain('examples/verify-in-a-job.yml')
  })

  it.each([...workflows, ...examples])('grant nothing to the whole workflow: %s', (name) => {
    expect((parse(text(name)) as Workflow).permissions).toEqual({})
  })

  it.each(examples)('say rights, machine and time of each job, and run once at a time: %s', (name) => {
    const { jobs, concurrency } = parse(text(name)) as Workflow
    expect(concurrency).toBeDefined()
    for (const job of Object.values(jobs)) {
      expect(job.permissions).toBeDefined()
      // A job that calls a reusable workflow has neither machine nor limit of its own.
      if ('uses' in job) continue
      expect(job['runs-on']).toMatch(/^(?:(?:ubuntu|macos|windows)-\d+(?:\.\d+)?(?:-arm)?|\$\{\{ matrix\.[\w-]+ \}\})$/)
      expect(job['timeout-minutes']).toBeGreaterThan(0)
    }
  })

  it.each(verifyingOnly)('give no token to a job that verifies: %s', (name) => {
    expect(text(name)).not.toContain('id-token')
  })

  it.each(signing)('give id-token to one job only: %s', (name) => {
    const jobs = Object.values((parse(text(name)) as Workflow).jobs)
    expect(jobs.filter(({ permissions }) => permissions?.['id-token'] === 'write')).toHaveLength(1)
  })

  it.each([...workflows, ...examples, ...pageNames])('pin every action to a full commit: %s', (name) => {
    const uses = [...text(name).matchAll(/uses: (?!\.\/)(\S+@\S+.*)/g)].map(([, reference = '']) => reference)
    const placeholder = /^OWNER\/keyless-sign(?:\/[\w./-]+)?@COMMIT_SHA # v\d+\.\d+\.\d+$/
    const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+(?:\.\d+\.\d+)?$/
    expect(uses.filter((reference) => !placeholder.test(reference) && !pinned.test(reference))).toEqual([])
  })
})
