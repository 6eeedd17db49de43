/* The matrix of file systems, changes: a file that another process touches while it is read, or after, is never said to be signed. */
import {
  appendFileSync,
  closeSync,
  openSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import type { RouteName } from '../../../sandbox/routes.ts'
import { sparseFile } from '../../support/builders.ts'
import type { Scene, Step } from '../sign-scene.ts'
import { playRows, type Row } from './row.ts'

/** Bytes that take a third of a second to hash at least. */
const LARGE = 1024 ** 3
/** Milliseconds after the look at the artifact service, which comes just before the hashing. */
const IN_THE_MIDDLE = 150

/** Does something to the file, by its path, when a route is asked. */
const upon = ({ sandbox, workspace }: Scene, route: RouteName, act: (file: string) => void, after?: number): Step => {
  const file = path.join(workspace, 'x.iso')
  sandbox.faults.script(route, {
    kind: 'lie',
    request: (request) => {
      if (after === undefined) act(file)
      else setTimeout(() => act(file), after)
      return request
    },
  })
  return { meddled: ['x.iso', 'other.iso'] }
}
const whileRead = (act: (file: string) => void): Row => ({
  files: { 'other.iso': 'other' },
  with: { 'upload-artifact': 'true' },
  prepare(scene) {
    sparseFile(path.join(scene.workspace, 'x.iso'), LARGE)
    return upon(scene, 'artifacts.ListArtifacts', act, IN_THE_MIDDLE)
  },
  code: 'E_FILE_CHANGED',
  text: "'x.iso' changed",
  asked: { 'fulcio.certificate': 0 },
})
/** The token is asked for beside the reading, or just after it. */
const whileAsked = (size: number, act: (file: string) => void): Row => ({
  prepare(scene) {
    sparseFile(path.join(scene.workspace, 'x.iso'), size)
    return upon(scene, 'runner.token', act)
  },
  files: {},
  code: 'E_FILE_CHANGED',
  text: "'x.iso' changed",
  asked: { 'runner.token': 1, 'fulcio.certificate': 0 },
})
/** After the hash: the certificate may be made, the entry public, but nothing is written. */
const afterHash = (act: (file: string) => void): Row => ({
  files: { 'x.iso': 'an image', 'other.iso': 'an image' },
  prepare: (scene) => upon(scene, 'rekor.create', act),
  code: 'E_FILE_CHANGED',
  text: "'x.iso' changed after signing",
  warnings: ['log index 10000'],
})

playRows('a file', {
  'X14 that gets shorter while it is read': whileRead((file) => truncateSync(file, LARGE / 2)),
  'X15 that grows while it is read': whileRead((file) => appendFileSync(file, 'more')),
  'X16 that is written to while it is read': whileRead((file) => {
    const descriptor = openSync(file, 'r+')
    writeSync(descriptor, 'x', LARGE - 1)
    closeSync(descriptor)
  }),
  'X16 that is written to while the token is asked for': whileAsked(LARGE, (file) => appendFileSync(file, 'more')),
  'X16 that is small and written to while the token is asked for': whileAsked(1000, (file) => writeFileSync(file, 'x')),
  'X17 whose place another takes after it was read': afterHash((file) =>
    renameSync(path.join(path.dirname(file), 'other.iso'), file),
  ),
  'X17 that is written anew after it was read': afterHash((file) => writeFileSync(file, 'another!')),
  'X18 that is deleted after it was read': afterHash((file) => rmSync(file)),
})
