import { describe, expect, it } from '@jest/globals'
import { signSummary } from '../../../src/core/reporting/sign-summary.ts'
import { verifyCommands } from '../../../src/core/reporting/verify-commands.ts'
import { anArtifact, aSigning, aSubject, byDigest, identity } from '../../support/signing.ts'

const hostileName = '<img src=x onerror=1>|a|`b`[c](https://evil.example)'

function tableRows(markdown: string): readonly string[] {
  return markdown.split('\n').filter((line) => line.startsWith('| '))
}

function decoded(markdown: string): string {
  return markdown.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
}

describe('summary', () => {
  it('has a row a file with size, digest, identity, a link to the log entry, and the time', () => {
    const row = decoded(tableRows(signSummary(aSigning())).at(-1) ?? '')
    for (const part of [
      'dist/x.iso',
      '1.6 GB',
      'ab'.repeat(32),
      identity,
      '?logIndex=4711">4711</a>',
      '2026-01-31T12:00:05Z',
    ]) {
      expect(row).toContain(part)
    }
  })

  it('holds every verify command as it is to be pasted', () => {
    const signing = aSigning()
    const commands = signing.subjects.flatMap((subject) => verifyCommands(signing, subject))
    for (const { command = '' } of commands) expect(signSummary(signing)).toContain(`\`\`\`sh\n${command}\n\`\`\``)
    expect(commands).toHaveLength(4)
  })

  it('links the artifact, when there is one', () => {
    expect(decoded(signSummary(aSigning(), anArtifact()))).toContain(`<a href="${anArtifact().url}">x.iso.sigstore</a>`)
    expect(signSummary(aSigning())).not.toContain('artifact')
  })

  it('says which files this job did not read', () => {
    const markdown = signSummary(aSigning({ subjects: [aSubject('a'), byDigest('b')] }))
    expect(tableRows(markdown).map((row) => row.includes('not read'))).toEqual([false, false, true])
    expect(markdown).toContain('1 of the files were signed by digest')
    expect(signSummary(aSigning())).not.toContain('not read')
  })

  it('lets no file name act as HTML, table or link', () => {
    const subject = aSubject(hostileName, { logUrl: 'javascript:alert(1)' })
    const markdown = signSummary(aSigning({ subjects: [subject] }))
    const outsideCode = markdown.replace(/(`{3,})sh\n[^]*?\n\1\n/g, '')
    expect(outsideCode).not.toMatch(/<img|\]\(|href="javascript/)
    expect(tableRows(outsideCode).map((row) => row.split('|').length)).toEqual([8, 8])
  })

  it('closes a code block only where it ends', () => {
    const markdown = signSummary(aSigning({ subjects: [aSubject('a```b', { size: 1 })] }))
    expect(markdown).toContain('````sh\ncosign')
  })

  it('links no entry of a log that is not the public one', () => {
    expect(signSummary(aSigning({ publicInstance: false }))).not.toContain('<a ')
  })

  it('lists 100 files of more, and says so', () => {
    const subjects = Array.from({ length: 300 }, (_, index) => aSubject(`${String(index)}.iso`))
    const markdown = signSummary(aSigning({ subjects }))
    expect(tableRows(markdown)).toHaveLength(101)
    expect(markdown).toContain('the first 100 are listed')
  })

  it('stays below 1 MiB for the longest names', () => {
    const subjects = Array.from({ length: 100 }, () => aSubject(`${"|'".repeat(2000)}.iso`))
    const bytes = Buffer.byteLength(signSummary(aSigning({ subjects }), anArtifact()))
    expect([bytes > 200_000, bytes < 1024 * 1024]).toEqual([true, true])
  })
})
