/* Shows what the sign action's inputs become, and which are refused with what words. */
import { describe, expect, it } from '@jest/globals'
import { parseSignInputs, signInputNames } from '../../../src/core/inputs/sign-inputs.ts'

const reader =
  (values: Readonly<Record<string, string>>) =>
  (name: string): string =>
    values[name] ?? ''

const parse = (values: Readonly<Record<string, string>>): ReturnType<typeof parseSignInputs> =>
  parseSignInputs(reader({ files: 'x.iso', ...values }))

const refusal = (values: Readonly<Record<string, string>>): unknown => {
  try {
    return parse(values)
  } catch (error) {
    return error
  }
}

describe('parseSignInputs', () => {
  it('takes an unset input for its default', () => {
    expect(parse({})).toEqual({
      files: ['x.iso'],
      checksums: undefined,
      outputDirectory: undefined,
      writeChecksums: undefined,
      uploadArtifact: true,
      artifactName: undefined,
      jobIndex: undefined,
      retentionDays: undefined,
      release: undefined,
      expectedIdentity: undefined,
      runnerWorkflowRef: undefined,
      allowPrivateRepository: false,
      onMissingToken: 'fail',
      trustSource: { kind: 'tuf', url: undefined, root: undefined },
      rekorVersion: undefined,
      audience: 'sigstore',
      timeout: 600_000,
      dryRun: false,
      summary: true,
    })
  })

  it('takes every input that is set', () => {
    const values = {
      files: 'a.iso\r\n# not this\r\n\r\n  !b.iso  \r\n./#c.iso\r\n',
      checksums: ' SHA256SUMS\n',
      'output-directory': 'out',
      'write-checksums': 'SHA256SUMS',
      'upload-artifact': 'False',
      'artifact-name': 'signatures',
      'runner-job-index': '3',
      'retention-days': '400',
      'release-tag': ' v1.0.0 ',
      'expected-identity': 'https://github.com/o/r/.github/workflows/w.yml@refs/tags/v1',
      'runner-workflow-ref': 'o/r/.github/workflows/w.yml@refs/tags/v1',
      'allow-private-repository': 'true',
      'on-missing-token': 'skip',
      'signing-config': 'c.json',
      'trusted-root': 't.json',
      'rekor-version': '2',
      audience: 'mine',
      'timeout-minutes': '0.2',
      'dry-run': 'true',
      summary: 'false',
    }
    expect(parse(values)).toEqual({
      files: ['a.iso', '!b.iso', './#c.iso'],
      checksums: 'SHA256SUMS',
      outputDirectory: 'out',
      writeChecksums: { kind: 'list', name: 'SHA256SUMS' },
      uploadArtifact: false,
      artifactName: 'signatures',
      jobIndex: 3,
      retentionDays: 400,
      release: { kind: 'tag', tag: 'v1.0.0' },
      expectedIdentity: values['expected-identity'],
      runnerWorkflowRef: values['runner-workflow-ref'],
      allowPrivateRepository: true,
      onMissingToken: 'skip',
      trustSource: { kind: 'files', trustedRoot: 't.json', signingConfig: 'c.json' },
      rekorVersion: 2,
      audience: 'mine',
      timeout: 12_000,
      dryRun: true,
      summary: false,
    })
  })

  it('reads each known input but the token, and no other', () => {
    const read = new Set<string>()
    parseSignInputs((name) => (read.add(name), name === 'files' ? 'x.iso' : ''))
    expect([...read, 'github-token'].toSorted()).toEqual([...signInputNames].toSorted())
  })

  it.each(['', '\n \r\n', '# only\n# comments'])('refuses files %j without checksums', (files) => {
    expect(refusal({ files })).toMatchObject({
      code: 'E_INPUT_FILES',
      message: "Inputs 'files' and 'checksums' are both empty",
      fix: expect.stringMatching(/^give one path per line/),
    })
  })

  it('takes checksums without files', () => {
    expect(parse({ files: '', checksums: 'SHA256SUMS' })).toMatchObject({ files: [], checksums: 'SHA256SUMS' })
  })

  it.each([
    ['upload-artifact', 'yes', "Input 'upload-artifact' must be 'true' or 'false', got 'yes'"],
    ['release-id', 'v1', "Input 'release-id' must be a whole number"],
    ['summary', '1', "Input 'summary' must be 'true' or 'false', got '1'"],
    ['allow-private-repository', 'tRue', "must be 'true' or 'false', got 'tRue'"],
    ['on-missing-token', 'ignore', "must be 'fail' or 'skip', got 'ignore'"],
    ['rekor-version', '3', "Input 'rekor-version' must be"],
    ['expected-identity', 'one two', 'must be one identity'],
    ['audience', 'mine', "must be 'sigstore' unless 'signing-config'"],
    ['tuf-url', 'tuf.example.org', 'must be a URL'],
    ['tuf-url', 'http://tuf.example.org', 'must use https'],
    ['tuf-url', 'http://127.0.0.1.example.org', 'must use https'],
    ['tuf-url', 'ftp://localhost', 'must use https'],
    ['tuf-url', 'https://me:secret@tuf.example.org', 'must not hold a user name or a password'],
    ['trusted-root', 't.json', "Input 'trusted-root' is set, but 'signing-config' is not"],
    ['signing-config', 'c.json', "Input 'signing-config' is set, but 'trusted-root' is not"],
  ])('refuses %s: %s', (name, value, text) => {
    expect(refusal({ [name]: value })).toMatchObject({
      code: 'E_INPUT',
      message: expect.stringContaining(text),
      fix: expect.stringContaining(name),
    })
  })

  it.each(['0', '-1', '1.5', 'abc', '401', '1e2'])('refuses retention-days: %s', (value) => {
    expect(refusal({ 'retention-days': value })).toMatchObject({
      code: 'E_INPUT',
      message: expect.stringContaining('must be a whole number from 1 to 400'),
    })
  })

  it.each(['0', '0.0', 'NaN', '1e9', '-5', '361', 'Infinity', '0x10'])('refuses timeout-minutes: %s', (value) => {
    expect(refusal({ 'timeout-minutes': value })).toMatchObject({
      code: 'E_INPUT',
      message: expect.stringContaining('must be a number above 0, at most 360'),
    })
  })

  it.each(['http://localhost:8080/tuf', 'http://127.0.0.1:1', 'http://[::1]:1', 'https://tuf.example.org'])(
    'takes tuf-url: %s',
    (url) => {
      expect(parse({ 'tuf-url': url }).trustSource).toEqual({ kind: 'tuf', url, root: undefined })
    },
  )

  it.each([
    ['tuf-url', 'https://tuf.example.org'],
    ['tuf-root', 'root.json'],
  ])('refuses %s beside trusted-root and signing-config', (name, value) => {
    const files = { 'trusted-root': 't.json', 'signing-config': 'c.json' }
    expect(refusal({ ...files, [name]: value })).toMatchObject({
      code: 'E_INPUT',
      message: `Input '${name}' has no effect together with 'trusted-root'`,
    })
  })

  it('never repeats a workflow command from a value', () => {
    const error = refusal({ summary: '##[stop-commands]x' })
    expect(error).toMatchObject({ message: expect.not.stringContaining('##[') })
  })
})
