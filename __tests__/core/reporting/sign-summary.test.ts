import { describe, expect, it } from '@jest/globals'
import { signSummary } from '../../../src/core/reporting/sign-summary.ts'
import { verifyAllCommand } from '../../../src/core/commands/verify-all.ts'
import { verifyCommands } from '../../../src/core/commands/verify-commands.ts'
import { anArtifact, aSigning, aSubject, byDigest, identity, issuer } from '../../support/signing.ts'
import { decoded, tableRows, withoutBlocks } from '../../support/summaries.ts'

const hostileName = '<img src=x onerror=1>|a|`b`[c](https://evil.example)'
const many = (count: number) => Array.from({ length: count }, (_, index) => aSubject(`${String(index)}.iso`))

describe('what is one for the run', () => {
  it('stands above the table: identity, issuer, commit, run and time', () => {
    const [above = ''] = decoded(signSummary(aSigning())).split('<table>')
    for (const part of [
      identity,
      issuer,
      '<a href="https://github.com/octo/repo/commit/0123456789abcdef0123456789abcdef01234567">0123',
      '<a href="https://github.com/octo/repo/actions/runs/3003">run 3003</a>',
      '2026-01-31T12:00:05Z',
    ]) {
      expect(above).toContain(part)
    }
  })

  it('is said once, however many files there are', () => {
    expect(withoutBlocks(decoded(signSummary(aSigning({ subjects: many(3) })))).split(identity)).toHaveLength(2)
  })

  it('has the first and the last time of several', () => {
    const later = aSubject('b')
    const subjects = [
      { ...later, verified: { ...later.verified, signedAt: Date.UTC(2026, 0, 31, 12, 0, 9) } },
      aSubject(),
    ]
    expect(signSummary(aSigning({ subjects }))).toContain('Time: 2026-01-31T12:00:05Z to 2026-01-31T12:00:09Z')
  })

  it('names the address of a log that has no page for an entry, and links no entry of it', () => {
    const markdown = signSummary(aSigning({ subjects: [aSubject('a', { logUrl: 'https://rekor.example' })] }))
    expect(decoded(markdown)).toContain('- Log: <code>https://rekor.example</code>')
    expect(tableRows(markdown)[0]?.at(-1)).toBe('<code>4711</code>')
    expect(signSummary(aSigning())).not.toContain('- Log:')
  })
})

describe('the table', () => {
  it('has a row a file with base name, size, digest and a link to the log entry', () => {
    expect(tableRows(signSummary(aSigning()))).toEqual([
      [
        '<code>x.iso</code>',
        '1.6 GB',
        `<code>${'ab'.repeat(32)}</code>`,
        '<a href="https://search.sigstore.dev/?logIndex=4711">4711</a>',
      ],
    ])
  })

  it('says which files this job did not read', () => {
    const markdown = signSummary(aSigning({ subjects: [aSubject('a'), byDigest('b')] }))
    expect(tableRows(markdown).map(([, size]) => size)).toEqual(['1.6 GB', 'not read'])
    expect(markdown).toContain('1 of the files were signed by digest')
    expect(signSummary(aSigning())).not.toContain('not read')
  })

  it('lists 100 files of more, and says so', () => {
    const markdown = signSummary(aSigning({ subjects: many(300) }))
    expect(tableRows(markdown)).toHaveLength(100)
    expect(markdown).toContain('The first 100 are listed')
  })
})

describe('the commands', () => {
  it('are all there, as they are to be pasted; only the first is open', () => {
    const signing = aSigning()
    const commands = signing.subjects.flatMap((subject) => verifyCommands(signing, subject))
    const [open = '', folded = ''] = signSummary(signing).split('<details>')
    for (const [index, { command = '' }] of commands.entries()) {
      expect(index === 0 ? open : folded).toContain(`\`\`\`sh\n${command}\n\`\`\``)
    }
    expect(commands).toHaveLength(4)
  })

  it('are not folded where there is only one', () => {
    const markdown = signSummary(aSigning({ publicInstance: false, trustedRootPath: 'root.json' }))
    expect([markdown.includes('<details>'), markdown.includes('another Sigstore instance')]).toEqual([false, true])
  })

  it('begin for several files with one that verifies all, before those of each file', () => {
    const signing = aSigning({ subjects: many(300) })
    const [open = '', ...folded] = signSummary(signing).split('<details>')
    expect(open).toContain(`\`\`\`sh\n${verifyAllCommand(signing)}\n\`\`\``)
    expect(folded).toHaveLength(101)
  })

  it('begin with how to get the artifact, when there is one', () => {
    const markdown = decoded(signSummary(aSigning(), { artifact: anArtifact() }))
    expect(markdown).toContain(`<a href="${anArtifact().url}">x.iso.sigstore</a>`)
    expect(markdown).toContain('```sh\ngh run download 3003 -R octo/repo -n x.iso.sigstore\n```')
    expect(signSummary(aSigning())).not.toMatch(/artifact|gh run/)
  })

  it('name the host of the artifact where it is not github.com', () => {
    const elsewhere = aSigning({ serverUrl: 'https://octo.ghe.com' })
    expect(signSummary(elsewhere, { artifact: anArtifact({ name: 'a b' }) })).toContain(
      "-R octo.ghe.com/octo/repo -n 'a b'",
    )
  })

  it('close a code block only where it ends', () => {
    expect(signSummary(aSigning({ subjects: [aSubject('a```b', { size: 1 })] }))).toContain('````sh\ncosign')
  })
})

describe('a summary', () => {
  it('lets no file name act as HTML, table or link', () => {
    const subject = aSubject(hostileName, { downloadName: hostileName, logUrl: 'javascript:alert(1)' })
    const outside = withoutBlocks(signSummary(aSigning({ subjects: [subject, subject] })))
    expect(outside).not.toMatch(/<img|\]\(|href="javascript/)
    expect(tableRows(outside).map((cells) => cells.length)).toEqual([4, 4])
  })

  it('names no path of the runner, and no directory where names are different', () => {
    const subjects = [aSubject('dist/a.iso'), byDigest('out/b.iso')]
    const markdown = signSummary(aSigning({ subjects }), { artifact: anArtifact() })
    expect(markdown).not.toMatch(/\/home\/runner|dist\/|out\//)
  })

  it('stays below 1 MiB for the longest names, and keeps what fits', () => {
    const name = `${"|'".repeat(1000)}.iso`
    const subjects = Array.from({ length: 100 }, () => aSubject(name))
    const markdown = signSummary(aSigning({ subjects }), { artifact: anArtifact() })
    const bytes = Buffer.byteLength(markdown)
    expect([bytes > 800_000, bytes < 1024 * 1024]).toEqual([true, true])
    expect(markdown.split('<details>').length).toBe(markdown.split('</details>').length)
  })

  it('stays below 1 MiB where one loop over all would be longer, which is left out then', () => {
    const subjects = Array.from({ length: 1024 }, () => aSubject(`${"'".repeat(240)}.iso`))
    const markdown = signSummary(aSigning({ subjects }))
    expect([Buffer.byteLength(markdown) < 1024 * 1024, markdown.includes('for file in')]).toEqual([true, false])
  })
})
