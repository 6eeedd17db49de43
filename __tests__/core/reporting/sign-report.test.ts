import { describe, expect, it } from '@jest/globals'
import { runnerCommands } from '../../../sandbox/runner/runner-commands.ts'
import {
  artifactLine,
  artifactOutputs,
  describeSigned,
  notSigned,
  outputNames,
  signingLines,
  signingOutputs,
} from '../../../src/core/reporting/sign-report.ts'
import {
  aLogEntry,
  anArtifact,
  aSigning,
  aSubject,
  byDigest,
  identity,
  issuer,
  signatureFilesAt,
} from '../../support/signing.ts'
import type { WrittenSubject } from '../../../src/core/types.ts'

const two = aSigning({ subjects: [aSubject('dist/a.iso', { size: 5 }), byDigest('dist/b.iso')] })

describe('describeSigned', () => {
  const job = { repository: 'octo/repo', serverUrl: 'https://github.com', runId: '1', sha: 'c0ffee', workspace: '/w' }
  const trust = { kind: 'tuf', url: undefined, root: undefined } as const
  const names = (...subjects: readonly WrittenSubject[]): readonly string[] =>
    describeSigned(subjects, trust, job).subjects.map(({ downloadName }) => downloadName)

  it('names each file as its signature files are named in the artifact', () => {
    expect(names(aSubject('dist/a.iso'), byDigest('out/b.iso'))).toEqual(['a.iso', 'b.iso'])
    expect(names(aSubject('a/x.iso'), aSubject('b/x.iso'))).toEqual(['a/x.iso', 'b/x.iso'])
  })

  it('says of which run and commit it was', () => {
    expect(describeSigned([aSubject()], trust, job)).toMatchObject({ commit: 'c0ffee', runId: '1' })
  })
})

describe('signingOutputs', () => {
  it('hold one line a file, paths relative to the workspace', () => {
    expect(signingOutputs(two)).toMatchObject({
      signed: 'true',
      bundle: 'dist/a.iso.sigstore.json\ndist/b.iso.sigstore.json',
      signature: 'dist/a.iso.sig\ndist/b.iso.sig',
      certificate: 'dist/a.iso.pem\ndist/b.iso.pem',
      'log-index': '4711\n4711',
      'signed-at': '2026-01-31T12:00:05Z\n2026-01-31T12:00:05Z',
      identity,
      issuer,
    })
  })

  it('write a path outside the workspace as it is', () => {
    const files = signatureFilesAt('/out/a')
    expect(signingOutputs(aSigning({ subjects: [aSubject('a', { files })] })).bundle).toBe('/out/a.sigstore.json')
  })

  it('repeat the values of each file in the results, by camel-case keys, and the size only where the file was read', () => {
    const outputs = signingOutputs(two)
    const results: unknown = JSON.parse(outputs.results ?? '')
    const [firstCommand, secondCommand] = outputs['verify-command']?.split('\n') ?? []
    const common = {
      sha256: 'ab'.repeat(32),
      logIndex: '4711',
      logUrl: 'https://search.sigstore.dev/?logIndex=4711',
      signedAt: '2026-01-31T12:00:05Z',
    }
    const files = (name: string): object => ({
      file: name,
      bundle: `${name}.sigstore.json`,
      signature: `${name}.sig`,
      certificate: `${name}.pem`,
    })
    expect(results).toEqual([
      { ...files('dist/a.iso'), ...common, size: 5, verifyCommand: firstCommand },
      { ...files('dist/b.iso'), ...common, verifyCommand: secondCommand },
    ])
  })

  it('say nothing of an artifact, and together with artifact and release cover every output but the error code', () => {
    const release = { 'release-id': '', 'release-url': '', 'release-assets': '' }
    const names = Object.keys({
      ...signingOutputs(two),
      ...artifactOutputs(anArtifact()),
      ...release,
      'error-code': '',
    })
    expect(names.sort()).toEqual([...outputNames].sort())
    expect(Object.keys(signingOutputs(two)).filter((name) => name.startsWith('artifact'))).toEqual([])
    expect(notSigned).toEqual({ signed: 'false' })
  })
})

describe('signingLines', () => {
  it('tell for each file what was signed, as whom, where it was logged and where the files are', () => {
    const [line, ...others] = signingLines(aSigning())
    const files = "x.iso.sig, x.iso.pem, x.iso.sigstore.json to 'dist'"
    for (const part of ['Signed x.iso', '1.6 GB', identity, '4711', 'search.sigstore.dev', files]) {
      expect(line).toContain(part)
    }
    expect([line?.includes('did not read'), others]).toEqual([false, []])
  })

  it('say no path of the runner for files outside the workspace', () => {
    const subject = aSubject('/tmp/x.iso', { files: signatureFilesAt('/tmp/out/x.iso') })
    expect(signingLines(aSigning({ subjects: [subject] }))[0]).not.toContain('/tmp')
  })

  it('say that a file signed by digest was not read', () => {
    expect(signingLines(two)[1]).toContain('did not read the file')
  })

  it('say once that only the bundle verifies when all entries are in Rekor v2', () => {
    const subject = aSubject('a')
    const inV2 = { ...subject, verified: { ...subject.verified, logEntries: [aLogEntry(2)] } }
    expect(signingLines(aSigning({ subjects: [inV2, inV2] })).filter((line) => line.includes('Rekor v2'))).toHaveLength(
      1,
    )
  })

  it('make no command of a hostile file name', () => {
    const subject = aSubject('##[set-output name=verified]true.iso', { logUrl: 'https://x/##[error]y' })
    const lines = [...signingLines(aSigning({ subjects: [subject] })), artifactLine(anArtifact({ name: '##[error]x' }))]
    expect(runnerCommands(lines.join('\n'))).toEqual([])
  })
})
