/* The matrix of file systems, sizes: larger than memory, and those at which counters of 32 bits break. Digests are `sha256sum`'s. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { sparseFile, temporaryDirectory } from '../../support/builders.ts'
import { expectSuccess } from '../../support/oracles.ts'
import { inScene, signatureFiles } from '../sign-scene.ts'

const GIBIBYTE = 1024 ** 3
const FIVE_GIBIBYTES = '2979d95574e635b3c8ccd011067bed7b2b062311b8bc9a1c6ef89239bad74212'
const edges = [
  [2 ** 31 - 1, '794210623f2eb1df7be319451731027e44718ad74aceec7e9fa363528ddaab91'],
  [2 ** 31, '7341f7e9335baad9a7f6794464d4e6e82effae9918150aa04a38161e22ceba5e'],
  [2 ** 32 - 1, '947ad2e54a3c8663694bfa872f5cb82af41ac9dbd0a63821d111b5b1e75f180f'],
  [2 ** 32, '84fee2a2c9d5fb14786823c31a517ff5203c05221a75f46df8026b0604199826'],
] as const
/** Milliseconds for so many bytes on a machine that does other things, too. */
const LONG = 180_000

let store = ''
beforeEach(() => {
  // Reading a hole costs next to nothing in memory, and a page of cache after the other on a disk.
  store = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/keyless-sign-test-') : temporaryDirectory()
})
afterEach(() => rmSync(store, { recursive: true }))

it(
  'X19 an image of five gibibytes is signed in little memory',
  () =>
    inScene({}, async (scene) => {
      const image = sparseFile(path.join(store, 'zeta.iso'), 5 * GIBIBYTE)
      const run = await scene.sign({ with: { files: image }, limit: LONG })
      expectSuccess(run)
      expect(run.outputs['sha256']).toBe(FIVE_GIBIBYTES)
      expect(run.written).toEqual(signatureFiles('zeta.iso'))
      expect(run.outputs['verify-command']).toContain(" sha256:$(sha256sum < zeta.iso | cut -d' ' -f1)")
      expect(run.summary).toContain('5.4 GB')
    }),
  LONG,
)

it(
  'X20 images at the edges of 31 and 32 bits are signed',
  () =>
    inScene({}, async (scene) => {
      const names = edges.map(([size]) => `${size}.iso`)
      for (const [size] of edges) sparseFile(path.join(store, `${size}.iso`), size)
      const files = names.map((name) => path.join(store, name)).join('\n')
      const run = await scene.sign({ with: { files, 'upload-artifact': 'false' }, limit: LONG })
      expectSuccess(run)
      expect(run.outputs['sha256']?.split('\n')).toEqual(edges.map(([, sha256]) => sha256))
      expect(run.written).toEqual(signatureFiles(...names))
    }),
  LONG,
)
