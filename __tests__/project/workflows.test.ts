/* Shows what this repository's own workflows may do: every right is in this file, and every machine and limit is said. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { actionFiles, readAction } from '../../scripts/docs/reference-tables.ts'
import { actionsOf, readWorkflow, scriptOf, workflowNames, type WorkflowJob } from '../support/workflow.ts'

const all: readonly (readonly [string, WorkflowJob])[] = workflowNames.flatMap((name) =>
  Object.entries(readWorkflow(name).jobs).map(([job, what]) => [`${name}: ${job}`, what] as const),
)

/** The workflows that others call. */
const called: readonly string[] = ['sign.yml', 'sign-and-attach.yml']

/** What fetches or builds: nothing of the kind may stand beside the right to sign. */
const INSTALLS =
  /\b(?:npm|npx|pnpm|yarn|node|pip3?|pipx|python3?|uv|go|cargo|gem|brew|apt|apt-get|choco|curl|wget|git clone|docker|make)\b/

describe('the workflows of this repository', () => {
  it('may write in eight jobs only, each one thing but those that sign and attach', () => {
    const rights = all.flatMap(([job, { permissions = {} }]) =>
      Object.entries(permissions).flatMap(([right, access]) =>
        access === 'read' ? [] : [`${job}: ${right}: ${access}`],
      ),
    )
    expect(rights.toSorted()).toEqual([
      'codeql.yml: analyze: security-events: write',
      'release.yml: draft: contents: write',
      'release.yml: sign: contents: write',
      'release.yml: sign: id-token: write',
      'release.yml: verify: contents: write',
      'scorecard.yml: score: id-token: write',
      'selftest.yml: sign: id-token: write',
      'sign-and-attach.yml: sign: contents: write',
      'sign-and-attach.yml: sign: id-token: write',
      'sign.yml: sign: id-token: write',
    ])
  })

  it('may read nothing but the repository', () => {
    const read = all.flatMap(([, { permissions = {} }]) =>
      Object.entries(permissions).flatMap(([right, access]) => (access === 'read' ? [right] : [])),
    )
    expect([...new Set(read)]).toEqual(['contents'])
  })

  // A called workflow runs in its caller's context: two calls in one run would cancel each other.
  it.each(workflowNames.filter((name) => !called.includes(name)))('run once at a time: %s', (name) => {
    expect(readWorkflow(name).concurrency).toMatchObject({ group: expect.stringContaining('${{ github.ref }}') })
  })

  it.each(all)('say rights, machine and time of the job: %s', (_, job) => {
    expect(job.permissions).toBeDefined()
    expect(job['timeout-minutes']).toBeLessThanOrEqual(60)
    const machines = job['runs-on'] === '${{ matrix.runner }}' ? job.strategy?.matrix['runner'] : [job['runs-on']]
    expect(machines).not.toEqual([])
    expect(machines?.filter((machine) => !/^(?:ubuntu|macos|windows)-\d+(?:\.\d+)?(?:-arm)?$/.test(machine))).toEqual(
      [],
    )
  })

  it.each(all.filter(([, { permissions }]) => permissions?.['id-token'] === 'write'))(
    'install and build nothing where they may sign: %s',
    (_, job) => {
      expect(scriptOf(job)).not.toMatch(INSTALLS)
    },
  )

  it('put no expression into a script', () => {
    expect(all.filter(([, job]) => scriptOf(job).includes('${{')).map(([job]) => job)).toEqual([])
  })
})

const action = readAction(readFileSync(path.resolve(import.meta.dirname, '../..', actionFiles['']), 'utf8'))

/** Inputs that mean nothing in a job that has no files, or that only sign-and-attach.yml may have. */
const NOT_PASSED = [
  'runner-job-index',
  'files',
  'output-directory',
  'upload-artifact',
  'github-token',
  'runner-workflow-ref',
  'rekor-version',
]
const OTHER_INSTANCE = ['staging', 'signing-config', 'trusted-root', 'tuf-url', 'tuf-root', 'audience']
const RELEASE = ['release-tag', 'release-id']

describe.each(called)('the reusable workflow %s', (name) => {
  const { on, jobs } = readWorkflow(name)
  const { inputs, outputs } = on['workflow_call'] as CalledWorkflow
  const job = jobs['sign']
  if (job === undefined) throw new Error(`${name} has no job sign`)
  const [checkout, sign, ...others] = job.steps
  const attaches = name === 'sign-and-attach.yml'

  it('is called only, and has one job, which runs this action of the very commit that was called, and nothing else', () => {
    expect([Object.keys(on), Object.keys(jobs), others]).toEqual([['workflow_call'], ['sign'], []])
    expect(actionsOf(job)).toEqual(['actions/checkout', './.keyless-sign'])
    expect(checkout?.with).toEqual({
      repository: '${{ job.workflow_repository }}',
      ref: '${{ job.workflow_sha }}',
      path: '.keyless-sign',
      'persist-credentials': false,
    })
  })

  it('takes and passes on every input that makes sense there, with the default of action.yml', () => {
    const left = [...NOT_PASSED, ...OTHER_INSTANCE, ...(attaches ? [] : RELEASE)]
    const names = Object.keys(action.inputs).filter((input) => !left.includes(input))
    expect(Object.keys(inputs).toSorted()).toEqual(names.toSorted())
    for (const [input, { required = false, default: value = '' }] of Object.entries(inputs)) {
      expect([input, required, String(value)]).toEqual([
        input,
        input === 'checksums',
        action.inputs[input]?.default ?? '',
      ])
      expect(sign?.with?.[input]).toContain(`inputs.${input}`)
    }
    expect(Object.keys(sign?.with ?? {}).toSorted()).toEqual(names.toSorted())
  })

  it('hands on every output of the action', () => {
    const names = Object.keys(action.outputs).filter((output) => attaches || !output.startsWith('release-'))
    expect(Object.fromEntries(Object.entries(outputs).map(([output, { value }]) => [output, value]))).toEqual(
      Object.fromEntries(names.map((output) => [output, `\${{ jobs.sign.outputs.${output} }}`])),
    )
    expect(job.outputs).toEqual(
      Object.fromEntries(names.map((output) => [output, `\${{ steps.sign.outputs.${output} }}`])),
    )
  })
})

describe('sign-and-attach.yml', () => {
  it('ends where neither tag nor id of a release is given, in place of attaching nothing', () => {
    const [, sign] = readWorkflow('sign-and-attach.yml').jobs['sign']?.steps ?? []
    expect(sign?.with?.['release-tag']).toBe(
      "${{ inputs.release-tag || (inputs.release-id == '' && '(neither release-tag nor release-id)') || '' }}",
    )
  })
})

interface CalledWorkflow {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean; readonly default?: string | boolean }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
}
