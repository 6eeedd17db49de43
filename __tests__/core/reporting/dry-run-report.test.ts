/* Shows what a dry run tells, and that no text of others acts in it. */
import { describe, expect, it } from '@jest/globals'
import { dryRunLines, dryRunSummary, type DryRun } from '../../../src/core/reporting/dry-run-report.ts'
import { aSubject, branded, byDigest, identity } from '../../support/signing.ts'
import { decoded, tableRows, withoutBlocks } from '../../support/summaries.ts'

const workspace = '/home/runner/work/repo/repo'

function dryRun(overrides: Partial<DryRun> = {}): DryRun {
  const { name, sha256, size = 0, path = '' } = aSubject()
  return {
    subjects: [{ name, sha256, size, path, files: [`${path}.sig`, `${path}.sigstore.json`] }],
    identity: branded(identity),
    services: ['https://fulcio.example', 'https://rekor.example'],
    workspace,
    artifact: 'x.iso.sigstore',
    release: {
      ...{ id: 7, tag: 'v1', url: 'https://github.com/o/r/releases/tag/v1', uploadUrl: '' },
      ...{ isDraft: false, isImmutable: false },
    },
    wantsRelease: true,
    ...overrides,
  }
}

describe('the report of a dry run', () => {
  it('claims nothing as done', () => {
    const all = [...dryRunLines(dryRun()), dryRunSummary(dryRun())].join('\n')
    expect(all).not.toMatch(/^(?!Nothing).*\b(?:Signed|Uploaded|Attached|Wrote)\b/m)
    expect(all).toContain('Nothing was signed')
  })

  it('names places relative to the workspace only', () => {
    const [line = '', ...others] = dryRunLines(dryRun())
    expect(line).toMatch(
      /^Would sign dist\/x\.iso \(1\.6 GB, .*; would write x\.iso\.sig, x\.iso\.sigstore\.json to 'dist'$/,
    )
    expect([...others, decoded(dryRunSummary(dryRun()))].join()).not.toContain(workspace)
  })

  it('has a row a file, and says what was not read', () => {
    const { name, sha256 } = byDigest()
    const markdown = dryRunSummary(dryRun({ subjects: [{ name, sha256, files: [`${workspace}/x.iso.sig`] }] }))
    expect(tableRows(markdown).map((cells) => cells.slice(0, 2))).toEqual([['<code>x.iso</code>', 'not read']])
  })

  it('leaves out places that nobody asked for, and lists 100 files of more', () => {
    const [subject] = dryRun().subjects
    const subjects = Array.from({ length: 300 }, () => subject ?? { ...aSubject(), files: [] })
    const markdown = dryRunSummary(dryRun({ subjects, artifact: undefined, release: undefined, wantsRelease: false }))
    expect(markdown).not.toMatch(/Artifact|Release/)
    expect(tableRows(markdown)).toHaveLength(100)
    expect(markdown).toContain('The first 100 are listed')
  })

  it('says which files would be made, and that a wanted release is not seen', () => {
    const markdown = decoded(dryRunSummary(dryRun({ release: undefined })))
    expect(markdown).toContain('<code>.sig</code>, <code>.sigstore.json</code>')
    expect(markdown).toContain('not seen with this token')
    expect(decoded(dryRunSummary(dryRun()))).not.toContain('not seen')
  })

  it('names a list of checksums that would be made, beside what is added to names', () => {
    const list = { name: 'SHA256SUMS', sha256: aSubject().sha256, files: ['SHA256SUMS.sig', 'SHA256SUMS'] }
    const subjects = [...dryRun().subjects, { ...list, files: list.files.map((name) => `${workspace}/${name}`) }]
    const markdown = decoded(dryRunSummary(dryRun({ subjects })))
    expect(markdown).toContain('- Signature files: <code>.sig</code>, <code>.sigstore.json</code>\n')
    expect(markdown).toContain('- List of checksums: <code>SHA256SUMS</code>')
  })

  it('says of a draft what it would replace', () => {
    const { release } = dryRun()
    const lines = dryRunLines(dryRun({ release: release && { ...release, isDraft: true } }))
    expect(lines).toContainEqual(expect.stringContaining('only where they verify as ours'))
    expect(dryRunLines(dryRun()).join()).not.toContain('verify as ours')
  })

  it('lets no text of others act as Markdown or HTML', () => {
    const name = '<img src=x onerror=1>|a|`b`[c](https://evil.example)'
    const { sha256 } = aSubject()
    const hostile = dryRun({
      subjects: [{ name, sha256, files: [`${workspace}/${name}.sig`] }],
      identity: branded(name),
      services: [name],
      release: { id: 7, tag: name, url: 'javascript:x', uploadUrl: '', isDraft: true, isImmutable: false },
    })
    expect(withoutBlocks(dryRunSummary(hostile))).not.toMatch(/<img|\]\(|href="javascript/)
  })
})
