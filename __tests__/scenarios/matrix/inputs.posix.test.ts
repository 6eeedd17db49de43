/* The matrix of bad inputs, beside what is in refusals/sign and sign-names: what must be refused before any request, and what must not. */
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { newDirectory } from '../../support/workspace.ts'
import { temporaryDirectory, writeFiles } from '../../support/builders.ts'
import { expectSuccess } from '../../support/oracles.ts'
import { preload, unprivileged } from '../../support/preload.ts'
import { inScene, signatureFiles } from '../sign-scene.ts'
import { playRows, type Row } from './row.ts'

/** The run ends before any request. */
const refused = (code: ErrorCode, text: string, row: Row = {}): Row => ({ code, text, requests: 0, ...row })
const input = (name: string, value: string, text: string, code: ErrorCode = 'E_INPUT'): Row =>
  refused(code, text, { with: { 'upload-artifact': 'true', [name]: value } })
const retention = (value: string): Row => input('retention-days', value, 'must be a whole number from 1 to 400')
const budget = (value: string): Row => input('timeout-minutes', value, 'must be a number above 0, at most 360')
const artifact = (value: string, text: string): Row => input('artifact-name', value, text, 'E_INPUT_ARTIFACT_NAME')
const signs = (name: string, row: Row = {}): Row => ({
  files: { [name]: name },
  with: { files: '*.iso' },
  signs: [name],
  ...row,
})

playRows('an input', {
  'I1 nothing at all': refused(
    'E_INPUT_FILES',
    "Inputs 'files' and 'checksums' are both empty\nFix: give one path per line",
    {
      with: { files: '', checksums: '' },
    },
  ),
  'I1 blank lines only': refused('E_INPUT_FILES', 'are both empty', { with: { files: ' \n\t\n' } }),
  'I3 a misspelt name, the right one beside it': refused('E_FILE_NOT_FOUND', "did you mean 'x.iso'", {
    with: { files: 'x.iso0' },
  }),
  'I11 more matches than the limit': refused('E_INPUT_FILES', 'matched 1025 files; the limit is', {
    files: Object.fromEntries(Array.from({ length: 1025 }, (_, index) => [`${index}.iso`, 'x'])),
    with: { files: '*.iso' },
  }),
  'I13 a retention of 0 days': retention('0'),
  'I13 a retention of -1 days': retention('-1'),
  'I13 a retention of 1.5 days': retention('1.5'),
  'I13 a retention of abc days': retention('abc'),
  'I14 a budget of 0': budget('0'),
  'I14 a budget of 1e9': budget('1e9'),
  'I19 an artifact name with a line feed in it': artifact('a\nb', 'contains a control character'),
  'I20 an artifact name of two dots': artifact('..', 'is not a valid artifact name'),
  'I20 an artifact name of 300 characters': artifact('a'.repeat(300), 'is not a valid artifact name'),
  'I22 a file name that begins as a command': signs('::set-output name=a::.iso'),
  // In a line of the log it is plain text; in an annotation, where a runner would undo the escape, it is escaped once more.
  'I25 a file name with an escaped line feed and a command': signs('%0A::error::x.iso', {
    with: { files: '*.iso\n*x.iso' },
    says: /^Signed %0A::error::x\.iso .*$/m,
    check: (_, run) => expect(run.stdout).toMatch(/^'%0A::error::x\.iso' is listed twice/m),
  }),
  'I33 a digest that is not hex': refused('E_INPUT_CHECKSUMS', 'Line 2', {
    with: { files: '', checksums: `${'ab'.repeat(32)}  x.iso\n${'xy'.repeat(32)}  y.iso` },
  }),
  'I40 a file that two patterns find': {
    with: { files: '*.iso\nx*\nx.iso' },
    asked: { 'rekor.create': 1 },
    check: (_, run) => expect(run.stdout.match(/is listed twice; it counts once$/gm)).toHaveLength(2),
  },
  'I42 a signature beside its file, named as a file': refused('E_INPUT_FILES', "'x.iso.sig' looks like a signature", {
    files: { 'x.iso': 'x', 'x.iso.sig': 'c2ln' },
    with: { files: 'x.iso.sig' },
  }),
  'I43 no GITHUB_WORKSPACE': refused('E_ENV', 'GITHUB_WORKSPACE is not set; this must run inside GitHub Actions', {
    environment: { GITHUB_WORKSPACE: undefined },
  }),
  'I44 a runner with an old Node': refused('E_ENV_NODE', 'needs Node 24.15', { preloads: [preload('old-node')] }),
})

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('a file outside the workspace', () => {
  it.concurrent('I9 is signed, and the log names its real path', () =>
    inScene({ files: { 'build/x.iso': 'x' } }, async (scene) => {
      const workspace = path.join(scene.workspace, 'work')
      mkdirSync(workspace)
      const run = await scene.sign({ workspace, with: { files: '../build/x.iso' } })
      expectSuccess(run)
      expect(run.written).toEqual(signatureFiles('x.iso'))
      expect(run.outputs['sha256']).toBe(sha256('x'))
      expect(run.stdout).toContain(path.join(scene.workspace, 'build/x.iso'))
    }),
  )

  it.concurrent('I10 in a directory that nobody may write to is signed into the workspace', () =>
    inScene({ files: {} }, async (scene) => {
      const store = newDirectory()
      const [file = ''] = writeFiles(store, { 'x.iso': 'x' })
      chmodSync(store, 0o555)
      const run = await scene.sign({ ...unprivileged(scene), with: { files: file } })
      chmodSync(store, 0o755)
      expectSuccess(run)
      expect(run.written).toEqual(signatureFiles('x.iso'))
      expect(run.stdout).toContain('go to the workspace')
    }),
  )

  it.concurrent('I10 in a directory that nobody may write to is signed into the output directory', () =>
    inScene({ files: {} }, async (scene) => {
      const store = temporaryDirectory()
      const [file = ''] = writeFiles(store, { 'x.iso': 'x' })
      const run = await scene.sign({ with: { files: file, 'output-directory': 'out' } })
      expectSuccess(run)
      expect(run.written).toEqual(signatureFiles('out/x.iso'))
      expect(run.stdout).not.toContain('go to the workspace')
    }),
  )
})
