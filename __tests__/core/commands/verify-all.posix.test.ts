/* Runs the loop of a summary in a shell, with `cosign` standing for what it got as words. */
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { verifyAllCommand } from '../../../src/core/commands/verify-all.ts'
import { temporaryDirectory, writeFiles } from '../../support/builders.ts'
import { aLogEntry, aSigning, aSubject, byDigest, identity, issuer } from '../../support/signing.ts'
import type { NamedSubject } from '../../../src/core/types.ts'

const small = (name: string): NamedSubject => aSubject(name, { size: 1 })
const sha256OfX = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881'

/** Runs the command for these subjects in a directory with their files; `cosign` fails for a last word of `refused`. */
function run(
  subjects: readonly NamedSubject[],
  refused = 'none',
): { calls: string[][]; status: number | null; said: string } {
  const directory = temporaryDirectory()
  writeFiles(directory, Object.fromEntries(subjects.map(({ downloadName }) => [downloadName, 'x'])))
  const cosign = `cosign() { printf '%s\\037' "$@"; printf '\\036'; for last; do :; done; [ "$last" != ${refused} ]; }`
  const script = `${cosign}\n${verifyAllCommand(aSigning({ subjects }))}\nstatus=$?; [ $status = 0 ] || exit 7`
  const { stdout, stderr, status } = spawnSync('sh', ['-c', script], { cwd: directory, encoding: 'utf8' })
  const calls = stdout.split('\u001e').slice(0, -1)
  return { calls: calls.map((call) => call.split('\u001f').slice(0, -1)), status, said: stderr }
}

const words = (file: string, subject = file): readonly string[] => [
  ...['verify-blob', '--bundle', `${file}.sigstore.json`],
  ...['--certificate-identity', identity, '--certificate-oidc-issuer', issuer, subject],
]

describe('verifyAllCommand', () => {
  it('verifies each file with its bundle, whatever it is called', () => {
    const names = ['a.iso', 'with space.iso', "it's $(touch x).iso", '-rf.iso']
    const expected = ['a.iso', 'with space.iso', "it's $(touch x).iso", './-rf.iso'].map((name) => words(name))
    expect(run(names.map(small))).toMatchObject({ calls: expected, status: 0 })
  })

  it('ends at the first file that does not verify, names it, and leaves the shell open', () => {
    const { calls, status, said } = run(['a.iso', 'b.iso', 'c.iso'].map(small), 'b.iso')
    expect([calls.length, status, said]).toEqual([2, 7, 'not verified: b.iso\n'])
  })

  it.each([
    ['one is too large for cosign', aSubject('b.iso')],
    ['this job read one of them not', byDigest('b.iso')],
  ])('hashes the files where %s', (_, subject) => {
    expect(run([small('a.iso'), subject]).calls).toEqual([
      words('a.iso', `sha256:${sha256OfX}`),
      words('b.iso', `sha256:${sha256OfX}`),
    ])
  })

  it('keeps the directories of files of one name', () => {
    const subjects = ['a/x.iso', 'b/x.iso'].map((name) => ({ ...small(name), downloadName: name }))
    expect(run(subjects).calls).toEqual([words('a/x.iso'), words('b/x.iso')])
  })

  it('asks for signed timestamps where all entries are only in Rekor v2', () => {
    const inV2 = { ...small('a'), verified: { ...small('a').verified, logEntries: [aLogEntry(2)] } }
    expect(verifyAllCommand(aSigning({ subjects: [inV2, inV2] }))).toContain('--use-signed-timestamps')
    expect(verifyAllCommand(aSigning({ subjects: [inV2, small('b')] }))).not.toContain('--use-signed-timestamps')
  })

  it('has no line that is wider than the page, but of a longer word', () => {
    const subjects = Array.from({ length: 200 }, (_, index) => small(`image-${String(index)}.iso`))
    const lines = verifyAllCommand(aSigning({ subjects })).split('\n')
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(100)
  })
})
