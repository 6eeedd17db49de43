/* Shows what this repository's own workflows may do: every right is in this file, and every machine and limit is said. */
import { describe, expect, it } from '@jest/globals'
import { readWorkflow, scriptOf, workflowNames, type WorkflowJob } from '../support/workflow.ts'

const all: readonly (readonly [string, WorkflowJob])[] = workflowNames.flatMap((name) =>
  Object.entries(readWorkflow(name).jobs).map(([job, what]) => [`${name}: ${job}`, what] as const),
)

/** What fetches or builds: nothing of the kind may stand beside the right to sign. */
const INSTALLS =
  /\b(?:npm|npx|pnpm|yarn|node|pip3?|pipx|python3?|uv|go|cargo|gem|brew|apt|apt-get|choco|curl|wget|git clone|docker|make)\b/

describe('the workflows of this repository', () => {
  it('may write in five jobs only, each one thing', () => {
    const rights = all.flatMap(([job, { permissions = {} }]) =>
      Object.entries(permissions).flatMap(([right, access]) =>
        access === 'read' ? [] : [`${job}: ${right}: ${access}`],
      ),
    )
    expect(rights.toSorted()).toEqual([
      'codeql.yml: analyze: security-events: write',
      'release.yml: publish: contents: write',
      'release.yml: sign: id-token: write',
      'scorecard.yml: score: id-token: write',
      'selftest.yml: sign: id-token: write',
    ])
  })

  it('may read nothing but the repository', () => {
    const read = all.flatMap(([, { permissions = {} }]) =>
      Object.entries(permissions).flatMap(([right, access]) => (access === 'read' ? [right] : [])),
    )
    expect([...new Set(read)]).toEqual(['contents'])
  })

  it.each(workflowNames)('run once at a time: %s', (name) => {
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
