/* Shows what a run tells of a release, and that no text of others acts in it. */
import { describe, expect, it } from '@jest/globals'
import { sha256Of } from '../../../src/core/shared/encoding.ts'
import {
  asOnRelease,
  howToGetRelease,
  releaseLines,
  releaseOutputs,
  releaseSummary,
} from '../../../src/core/reporting/release-report.ts'
import { aSigning, aSubject } from '../../support/signing.ts'
import { withoutBlocks } from '../../support/summaries.ts'
import type { AttachedRelease } from '../../../src/core/types.ts'

const signing = aSigning({ repository: 'o/r' })

function attached(
  names: readonly string[],
  url = 'https://github.com/o/r/releases/tag/v1',
  tag = 'v1',
): AttachedRelease {
  const bytes = Buffer.from('text')
  return {
    release: { id: 7, tag, url, isDraft: true, isImmutable: false, uploadUrl: '' },
    assets: names.map((name) => ({ name, url: `${url}/${name}`, size: bytes.length, sha256: sha256Of(bytes) })),
  }
}

describe('the report on a release', () => {
  it('tells machines which, and each asset', () => {
    const outputs = releaseOutputs(attached(['x.sig']))
    expect(outputs).toMatchObject({ 'release-id': '7', 'release-url': 'https://github.com/o/r/releases/tag/v1' })
    expect(JSON.parse(outputs['release-assets'] ?? '')).toEqual([
      { name: 'x.sig', url: expect.stringMatching(/x\.sig$/), size: 4, sha256: sha256Of(Buffer.from('text')) },
    ])
  })

  it('gives the command that downloads the signed files and their signatures', () => {
    const [line, command] = releaseLines(signing, attached(['x.sigstore.json', 'x.sig', 'y.sigstore.json']))
    expect(line).toMatch(/^Attached 3 files to the draft release v1 \(id 7\)/)
    expect(command).toMatch(/: gh release download v1 -R o\/r -p 'x\*' -p 'y\*'$/)
  })

  it('does not say that what was signed is on the release, where perhaps only its signature is', () => {
    const [, command] = releaseLines(signing, attached(['x.sigstore.json']))
    expect(command).toMatch(/^To download them, with what was signed where that is on the release: gh /)
  })

  it('names the server of another host, and no pattern for very many files', () => {
    const names = Array.from({ length: 11 }, (_, number) => `${number}.sigstore.json`)
    const [, command] = releaseLines(signing, attached(names, 'https://ghes.example/o/r/releases/tag/v1'))
    expect(command).toMatch(/: gh release download v1 -R ghes\.example\/o\/r$/)
  })

  it('calls files as the release does, by the bytes of their bundles, and says that GitHub renamed them', () => {
    const subject = aSubject('my x.iso')
    const renamed = aSigning({ subjects: [subject] })
    const sha256 = sha256Of(Buffer.from(subject.files.bundle.text()))
    const release = { ...attached([]), assets: [{ name: 'my.x.iso.sigstore.json', url: '', size: 2, sha256 }] }
    expect(asOnRelease(renamed, release).subjects.map(({ downloadName }) => downloadName)).toEqual(['my.x.iso'])
    expect(releaseLines(renamed, release).at(-1)).toMatch(
      /^Then, to verify it: cosign .* sha256:\$\(sha256sum < my\.x\.iso/,
    )
    expect(howToGetRelease(renamed, release)).toContain('GitHub has renamed files')
    expect(howToGetRelease(signing, attached(['x.iso.sig']))).not.toContain('renamed')
  })

  it('prints one command of verification only where there is one file', () => {
    expect(releaseLines(aSigning({ subjects: [aSubject('a'), aSubject('b')] }), attached([]))).toHaveLength(2)
  })

  it('lets no tag act as Markdown or as a command', () => {
    const summary = releaseSummary(attached(['x.sigstore.json'], 'javascript:x', "<b>`'$(id)"))
    expect(withoutBlocks(summary)).not.toMatch(/<b>|href/)
  })
})
