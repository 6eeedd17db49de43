/* Gives the built action what it must refuse by itself: not one request may leave, not one file may change. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { expectRefused, inScene, type SceneOptions, type Step } from '../sign-scene.ts'

interface Refusal extends Step, Pick<SceneOptions, 'files'> {
  readonly code: string
  readonly text: string
  readonly prepare?: (workspace: string) => void
}

const digest = 'ab'.repeat(32)

const inputs: Readonly<Record<string, Refusal>> = {
  'I2 only comments': {
    with: { files: ' \n# a comment\n' },
    code: 'E_INPUT_FILES',
    text: "Inputs 'files' and 'checksums' are both empty",
  },
  'I3, X1 a missing file': { with: { files: 'y.iso' }, code: 'E_FILE_NOT_FOUND', text: "No such file: 'y.iso'" },
  'I4 a missing file among others': {
    with: { files: 'x.iso\nb.iso' },
    code: 'E_FILE_NOT_FOUND',
    text: "1 of 2 paths matched nothing: 'b.iso'",
  },
  'I5 a pattern without a match': {
    with: { files: 'dist/*.iso' },
    code: 'E_FILE_NOT_FOUND',
    text: "Pattern 'dist/*.iso' matched no files",
  },
  'I12 a bad boolean': {
    with: { 'upload-artifact': 'yes' },
    code: 'E_INPUT',
    text: "Input 'upload-artifact' must be 'true' or 'false', got 'yes'",
  },
  'I13 a retention of 401 days': {
    with: { 'retention-days': '401' },
    code: 'E_INPUT',
    text: 'must be a whole number from 1 to 400',
  },
  'I14 a budget of NaN': {
    with: { 'timeout-minutes': 'NaN' },
    code: 'E_INPUT',
    text: 'must be a number above 0, at most 360',
  },
  'I27 a command inside a bad value': {
    with: { 'upload-artifact': '##[stop-commands]x\n::set-output name=a::b' },
    code: 'E_INPUT',
    text: "must be 'true' or 'false'",
  },
  'only a trusted root': {
    with: { 'signing-config': '' },
    code: 'E_INPUT',
    text: "'trusted-root' is set, but 'signing-config' is not",
  },
  'only a signing config': {
    with: { 'trusted-root': '' },
    code: 'E_INPUT',
    text: "'signing-config' is set, but 'trusted-root' is not",
  },
  'I17 a mirror without https': {
    with: { 'trusted-root': '', 'signing-config': '', 'tuf-url': 'http://mirror.example' },
    code: 'E_INPUT',
    text: 'must use https',
  },
  'another audience without a signing config': {
    with: { 'trusted-root': '', 'signing-config': '', audience: 'other' },
    code: 'E_INPUT',
    text: "must be 'sigstore' unless 'signing-config'",
  },
  'I19 an artifact name that the service refuses': {
    with: { 'artifact-name': 'a:b' },
    code: 'E_INPUT_ARTIFACT_NAME',
    text: "contains the character ':'",
  },
  'a path upwards in checksums': {
    with: { files: '', checksums: `${digest}  ../x.iso` },
    code: 'E_INPUT_CHECKSUMS',
    text: '..',
  },
  'an absolute path in checksums': {
    with: { files: '', checksums: `${digest}  /etc/x.iso` },
    code: 'E_INPUT_CHECKSUMS',
    text: '/etc/x.iso',
  },
  'I33 a short digest in checksums': {
    with: { files: '', checksums: `${digest}  x.iso\nabcd  y.iso` },
    code: 'E_INPUT_CHECKSUMS',
    text: 'Line 2',
  },
  'a file without a line in checksums': {
    with: { checksums: `${digest}  y.iso` },
    code: 'E_INPUT_CHECKSUMS',
    text: "no line for 'x.iso'",
  },
}

const files: Readonly<Record<string, Refusal>> = {
  'X2 an empty file': { files: { 'x.iso': '' }, code: 'E_FILE_EMPTY', text: 'x.iso' },
  'X3 a directory': { files: { 'x.iso/y': 'y' }, code: 'E_FILE_TYPE', text: 'is a directory' },
  'I6 a pattern of directories only': {
    files: { 'dist/y': 'y' },
    with: { files: 'd*' },
    code: 'E_FILE_TYPE',
    text: 'matched only directories',
  },
  'X4 a FIFO': {
    files: {},
    prepare: (workspace) => execFileSync('mkfifo', [path.join(workspace, 'x.iso')]),
    code: 'E_FILE_TYPE',
    text: 'is a FIFO',
  },
  'X8 a dangling link': {
    files: {},
    prepare: (workspace) => symlinkSync('nowhere', path.join(workspace, 'x.iso')),
    code: 'E_FILE_NOT_FOUND',
    text: 'broken symbolic link',
  },
  'X9 a loop of links': {
    files: {},
    prepare: (workspace) => symlinkSync('x.iso', path.join(workspace, 'x.iso')),
    code: 'E_FILE_LOOP',
    text: 'x.iso',
  },
  'I24, X24 a line feed in a name': {
    files: { 'a\nb.iso': 'x' },
    with: { files: '*.iso' },
    code: 'E_FILE_NAME',
    text: 'contains a control character (\\n)',
  },
  'I42 a bundle named as a file': {
    files: { 'x.iso.sigstore.json': '{}' },
    with: { files: 'x.iso.sigstore.json' },
    code: 'E_INPUT_FILES',
    text: 'looks like a signature',
  },
  'X10 a link where a signature goes': {
    prepare: (workspace) => symlinkSync('elsewhere', path.join(workspace, 'x.iso.sig')),
    code: 'E_OUTPUT_PATH',
    text: 'is a symbolic link',
  },
  'X34 a directory where a signature goes': {
    prepare: (workspace) => mkdirSync(path.join(workspace, 'x.iso.pem')),
    code: 'E_OUTPUT_PATH',
    text: 'is a directory',
  },
  'X29 an output directory below a file': {
    with: { 'output-directory': 'x.iso/out' },
    code: 'E_OUTPUT_PATH',
    text: 'x.iso/out',
  },
  'X28 two files for one place': {
    files: { 'a/x.iso': 'a', 'b/x.iso': 'b' },
    with: { files: '*/x.iso', 'output-directory': 'out' },
    code: 'E_OUTPUT_NAME',
    text: "both need the file name 'x.iso.sig'",
  },
}

const environment: Readonly<Record<string, Refusal>> = {
  'a variable that every runner sets missing': {
    environment: { GITHUB_REPOSITORY: undefined },
    code: 'E_ENV',
    text: 'GITHUB_REPOSITORY is not set',
  },
  'P8 switched off server certificates': {
    environment: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    code: 'E_ENV_TLS',
    text: 'NODE_TLS_REJECT_UNAUTHORIZED=0',
  },
}

describe.each(Object.entries({ inputs, files, environment }))('the action refuses (%s)', (_, rows) => {
  it.concurrent.each(Object.entries(rows))('%s', (__, { code, text, prepare, files: given, ...step }) =>
    inScene(given === undefined ? {} : { files: given }, async (scene) => {
      prepare?.(scene.workspace)
      expectRefused(await scene.sign(step), code, text)
      expect(scene.sandbox.requests).toEqual([])
    }),
  )
})
