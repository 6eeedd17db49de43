/* Shows how this repository's own release is made: who may do what, and that nothing is attached that was not verified. */
import { describe, expect, it } from '@jest/globals'
import { actionsOf, readWorkflow, scriptOf, type WorkflowJob, type WorkflowStep } from '../support/workflow.ts'

const { on, jobs } = readWorkflow('release.yml')
const CHECKOUT = 'actions/checkout'
const ARCHIVE = 'keyless-sign-${{ github.ref_name }}.tar.gz'
const VERIFIER = 'keyless-verify.mjs'

function job(name: string): WorkflowJob {
  const found = jobs[name]
  if (found === undefined) throw new Error(`release.yml has no job ${name}`)
  return found
}

/** The one step of a job that fits, and its place. */
function step(name: string, fits: (each: WorkflowStep) => boolean): readonly [WorkflowStep, number] {
  const found = [...job(name).steps.entries()].filter(([, each]) => fits(each))
  const [first] = found
  if (first === undefined || found.length > 1) throw new Error(`${String(found.length)} steps of ${name} fit`)
  return [first[1], first[0]]
}

const [verify, verifyPlace] = step('verify', ({ uses }) => uses === './verify')
const [download, downloadPlace] = step('verify', ({ run }) => run?.includes('gh release') ?? false)
const [draft, draftPlace] = step('draft', ({ run }) => run?.includes('gh release') ?? false)
const [checksum, checksumPlace] = step('verify', ({ run }) => run?.includes('sha256sum') ?? false)

describe('the release', () => {
  it('is made of a tag that names one version, by five jobs in this order', () => {
    expect(on).toEqual({ push: { tags: ['v[0-9]+.[0-9]+.[0-9]+'] } })
    expect(Object.entries(jobs).map(([name, { needs = [] }]) => [name, needs])).toEqual([
      ['archive', []],
      ['check', []],
      ['draft', ['archive', 'check']],
      ['sign', ['archive', 'draft']],
      ['verify', ['archive', 'sign']],
    ])
  })

  it('gives each job the rights that it needs', () => {
    expect(Object.fromEntries(Object.entries(jobs).map(([name, { permissions }]) => [name, permissions]))).toEqual({
      archive: { contents: 'read' },
      check: { contents: 'read' },
      draft: { contents: 'write' },
      sign: { contents: 'write', 'id-token': 'write' },
      verify: { contents: 'write' },
    })
  })

  it('goes on after no failed step', () => {
    const steps = Object.values(jobs).flatMap((each) => each.steps)
    expect(steps.filter((each) => 'continue-on-error' in each || 'if' in each)).toEqual([])
    expect(Object.values(jobs).filter((each) => 'continue-on-error' in each || 'if' in each)).toEqual([])
  })
})

describe('the archive and the verifier', () => {
  it('come from a job that installs nothing: git makes both, and their digests go on as an output', () => {
    expect(actionsOf(job('archive'))).toEqual([CHECKOUT, 'actions/upload-artifact'])
    const commands = scriptOf(job('archive')).trim().split('\n')
    expect(commands).toEqual([
      'name="keyless-sign-$GITHUB_REF_NAME"',
      'git archive --format=tar.gz --prefix="$name/" --output="$name.tar.gz" "$GITHUB_SHA"',
      `git show "$GITHUB_SHA:dist/verify-cli/${VERIFIER}" > ${VERIFIER}`,
      `sums="$(sha256sum "$name.tar.gz" ${VERIFIER})"`,
      String.raw`printf 'sums<<END_OF_SUMS\n%s\nEND_OF_SUMS\n' "$sums" >> "$GITHUB_OUTPUT"`,
    ])
    expect(job('archive').outputs).toEqual({ sums: '${{ steps.archive.outputs.sums }}' })
  })

  it('are handed over by their names', () => {
    const [upload] = step('archive', ({ uses }) => uses?.startsWith('actions/upload-artifact@') ?? false)
    expect(upload.with).toMatchObject({ path: `${ARCHIVE}\n${VERIFIER}\n`, 'if-no-files-found': 'error' })
  })
})

describe('the signature', () => {
  it('waits until dist is known to be what the sources give', () => {
    const commands = scriptOf(job('check')).trim().split('\n')
    expect(commands).toEqual([
      'npm run lockfile',
      'npm ci',
      'npm run check:dist',
      'npm run rehearse -- "$GITHUB_REF_NAME"',
    ])
    expect([job('draft').needs, job('sign').needs]).toEqual([
      ['archive', 'check'],
      ['archive', 'draft'],
    ])
  })

  it('is made in a protected environment, by a job that runs nothing but this action', () => {
    expect(job('sign').environment).toBe('release')
    expect(actionsOf(job('sign'))).toEqual([CHECKOUT, './'])
    expect(scriptOf(job('sign'))).toBe('')
  })

  it('is of the digests that the archive job told, in the name of this workflow', () => {
    const [sign] = step('sign', ({ uses }) => uses === './')
    expect(sign.with).toEqual({
      checksums: '${{ needs.archive.outputs.sums }}',
      'expected-identity': 'https://github.com/${{ github.workflow_ref }}',
      'artifact-name': 'signatures',
      'release-tag': '${{ github.ref_name }}',
    })
  })
})

/** One line for each of the two files. */
const both = (suffix: string): string => [ARCHIVE, VERIFIER].map((name) => `release/${name}${suffix}\n`).join('')

describe('the draft', () => {
  it('is made of the two files, each by its name, after their digests were compared; of no other, and never published', () => {
    expect(actionsOf(job('draft'))).toEqual(['actions/download-artifact'])
    const [compared, comparedPlace] = step('draft', ({ run }) => run?.includes('sha256sum') ?? false)
    expect(compared.env).toEqual({ SUMS: '${{ needs.archive.outputs.sums }}' })
    expect(comparedPlace).toBeLessThan(draftPlace)
    expect(draft.run?.replaceAll('\\\n', ' ').trim().split(/\s+/)).toEqual([
      ...['gh', 'release', 'create', '"$GITHUB_REF_NAME"', '--draft', '--verify-tag', '--title', '"$GITHUB_REF_NAME"'],
      ...['"keyless-sign-$GITHUB_REF_NAME.tar.gz"', VERIFIER],
    ])
    const scripts = Object.values(jobs).map(scriptOf).join('\n')
    expect(scripts).not.toMatch(/--draft=false|gh release (?:edit|upload|delete)|gh api/)
  })

  it('is read back below a folder of its own, and verified against the exact identity and the commit of this run', () => {
    expect(download.run).toBe('gh release download "$GITHUB_REF_NAME" --dir release')
    expect(actionsOf(job('verify'))).toEqual([CHECKOUT, './verify'])
    expect(verify.with).toEqual({
      files: both(''),
      bundle: both('.sigstore.json'),
      signature: both('.sig'),
      certificate: both('.pem'),
      identity: 'https://github.com/${{ github.workflow_ref }}',
      'source-ref': '${{ github.ref }}',
      'source-digest': '${{ github.sha }}',
      environment: job('sign').environment,
      'runner-environment': 'github-hosted',
    })
    expect(checksum.env).toEqual({ SUMS: '${{ needs.archive.outputs.sums }}' })
    expect(checksum['working-directory']).toBe('release')
    expect(checksum.run).toContain('[ "$(find . -type f | wc -l)" -eq 8 ]')
    expect([downloadPlace, checksumPlace, verifyPlace]).toEqual([1, 2, 3])
  })
})
