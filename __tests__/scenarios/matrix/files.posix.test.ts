/* The matrix of file systems: what is no file to sign, what is one all the same, and what may not be written. Changes while a file is read are in changes. */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { preload, unprivileged } from '../../support/preload.ts'
import { fromTuf, inScene, signatureFiles, type Scene, type Step } from '../sign-scene.ts'
import { playRows, type Row } from './row.ts'

const refused = (code: ErrorCode, text: string | RegExp, row: Row = {}): Row => ({ code, text, requests: 0, ...row })
const special = (file: string, kind: string): Row => refused('E_FILE_TYPE', `is ${kind}`, { with: { files: file } })

const leftOnDisk = ({ directory }: Scene['sandbox']): string => path.join(directory, 'left-on-the-full-disk')

/** A file system of two pages where the output directory is, else one that only says so. */
function fullDisk({ sandbox, workspace }: Scene): Step {
  mkdirSync(path.join(workspace, 'out'))
  if (spawnSync('unshare', ['-rm', 'true']).status !== 0) return { preloads: [preload('no-space')] }
  // Not sh, which drops variables that have a hyphen in their names, as inputs have.
  const script = 'mount -t tmpfs -o size=8k tmpfs out && "$@"; code=$?; ls -A out > "$0"; exit $code'
  return { launcher: ['unshare', '-rm', 'bash', '-c', script, leftOnDisk(sandbox)] }
}

playRows('a file', {
  'X5 that is a device of zeros': special('/dev/zero', 'a character device'),
  'X5 that is a device of nothing': special('/dev/null', 'a character device'),
  'X5 that is a socket': refused('E_FILE_TYPE', 'is a socket', {
    files: {},
    prepare({ workspace }) {
      // A socket stays behind when its process is ended by force.
      const script = `require('net').createServer().listen('x.iso', () => process.kill(process.pid, 'SIGKILL'))`
      spawnSync(process.execPath, ['-e', script], { cwd: workspace })
      return undefined
    },
  }),
  'X6 that is a link to another': {
    files: { 'real.iso': 'x' },
    prepare({ workspace }) {
      symlinkSync('real.iso', path.join(workspace, 'x.iso'))
      return undefined
    },
    says: /'x\.iso' leads to the file '.*real\.iso'/,
  },
  'X11 that this user may not read': refused('E_FILE_PERMISSION', /permission denied: 'x\.iso'.*mode 0?000/, {
    prepare(scene) {
      chmodSync(path.join(scene.workspace, 'x.iso'), 0o000)
      return unprivileged(scene)
    },
  }),
  'X12 in a directory that this user may not enter': refused(
    'E_FILE_PERMISSION',
    /permission denied: directory '.*locked'/,
    {
      files: { 'locked/x.iso': 'x' },
      with: { files: 'locked/x.iso' },
      prepare(scene) {
        chmodSync(path.join(scene.workspace, 'locked'), 0o000)
        return unprivileged(scene)
      },
      check: ({ workspace }) => chmodSync(path.join(workspace, 'locked'), 0o755),
    },
  ),
  'X13 that has two names': {
    prepare({ workspace }) {
      linkSync(path.join(workspace, 'x.iso'), path.join(workspace, 'y.iso'))
      return undefined
    },
  },
  'X21 with a tab in its name': {
    files: { 'tab\there.iso': 'x' },
    with: { files: '*.iso' },
    signs: ['tab\there.iso'],
    check: (_, run) =>
      expect((JSON.parse(run.outputs['results'] ?? '') as object[])[0]).toHaveProperty('file', 'tab\there.iso'),
  },
  'X30 whose signatures go where this user may not write': refused('E_OUTPUT_PATH', /cannot write '.*out'/, {
    with: { 'output-directory': 'out' },
    prepare(scene) {
      mkdirSync(path.join(scene.workspace, 'out'), { mode: 0o555 })
      return unprivileged(scene)
    },
  }),
  'X31 whose signatures have no room': {
    with: { 'output-directory': 'out' },
    prepare: fullDisk,
    code: 'E_OUTPUT_WRITE',
    text: 'no space left',
    warnings: ['log index 10000'],
    check({ sandbox }) {
      const left = leftOnDisk(sandbox)
      expect(existsSync(left) ? readFileSync(left, 'utf8') : '').toBe('')
    },
  },
  'X32 though nothing can be made in TMPDIR': { with: fromTuf, environment: { TMPDIR: '/dev/null' } },
  'X32 though nothing can be made in RUNNER_TEMP': refused('E_ENV', 'RUNNER_TEMP', {
    environment: { RUNNER_TEMP: '/dev/null' },
  }),
  'X35 without a HOME': { with: fromTuf, environment: { HOME: undefined } },
  'X35 with a HOME that nobody may write to': { with: fromTuf, environment: { HOME: '/dev/null' } },
  'X36 on a broken disk': {
    preloads: [preload('broken-disk')],
    code: 'E_FILE_READ',
    text: 'input/output error',
    asked: { 'runner.token': 0 },
  },
  'X39 under a strict umask': { preloads: [preload('strict-umask')] },
})

describe('older signature files', () => {
  it.concurrent('X33 of ours are replaced, and a line names them', () =>
    inScene({}, async (scene) => {
      await scene.sign({ with: { 'upload-artifact': 'false' } })
      const run = await scene.sign({ with: { 'upload-artifact': 'false' } })
      expect(run.written).toEqual(signatureFiles('x.iso'))
      expect(run.stdout.match(/^Older files have been replaced: .*'x\.iso\.sigstore\.json'$/gm)).toHaveLength(1)
    }),
  )
})
